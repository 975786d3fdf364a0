import { expect, test } from '@playwright/test'
import { expectResult, open } from './app.ts'

test('Wasm runs on several threads if the CPU has them', async ({ page }) => {
  // `hardwareConcurrency` cannot be set for workers from outside, so every script is patched to report 8 processors.
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch()
    const eight = "Object.defineProperty(navigator, 'hardwareConcurrency', { configurable: true, get: () => 8 });"
    await route.fulfill({ response, body: eight + (await response.text()) })
  })
  await open(page, '?sample=digits&backend=wasm')
  await expectResult(page)
  await expect(page.getByTestId('ladder-wasm')).toContainText('SIMD, 4 threads')
})
