import { expect, type Page, test } from '@playwright/test'
import { error, expectResult, exportJson, model, open, result } from './app.ts'

async function expectSeven(page: Page, backend: string): Promise<void> {
  await expect(model(page)).toHaveAttribute('data-backend', backend, { timeout: 60_000 })
  await expectResult(page)
  const record = await exportJson(page)
  expect(record.backend.id).toBe(backend)
  expect(record.outputs[0]?.top[0]?.value).toBeGreaterThan(0.99)
}

const rung = (page: Page, id: string) => page.getByTestId(`ladder-${id}`)

test('automatic chooses Wasm if WebGL is emulated; the select moves the model, and its short run repeats', async ({
  page,
}) => {
  const inUse = page.locator('[data-testid^="ladder-"][data-state="in-use"]')
  const run = page.getByTestId('rail-run')
  await page.clock.install()
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  await expect(rung(page, 'webgpu')).toHaveAttribute('data-state', 'unavailable')
  await expect(rung(page, 'webgl')).toHaveAttribute('data-state', 'software')
  await expect(rung(page, 'webgl')).toContainText(/SwiftShader|software|emulated/i)
  await expect(rung(page, 'cpu')).toHaveAttribute('data-state', 'available')
  await expect(inUse).toHaveText(/^Wasm/)
  // With the clock paused, nothing repeats by itself.
  await page.clock.pauseAt(Date.now() + 3_600_000)
  await page.getByTestId('backend-select').selectOption({ label: 'CPU' })
  await expect(inUse).toHaveText(/^CPU/)
  await expect(result(page)).toHaveAttribute('data-state', 'stale')
  await expect(result(page)).toContainText('Backend: Wasm, now CPU.')
  await expect(run).toHaveAttribute('data-state', 'stale')
  await expect(page.getByTestId('rail-backend')).toHaveAttribute('data-state', 'done')
  await page.clock.resume()
  await expectSeven(page, 'cpu')
  await expect(run).toHaveAttribute('data-state', 'done')

  await page.getByTestId('backend-select').selectOption({ label: 'Automatic' })
  await expect(inUse).toHaveText(/^Wasm/)
})

test('without a GPU, automatic chooses Wasm, and a GPU rung cannot be pinned @no-gpu', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  for (const id of ['webgpu', 'webgl']) {
    await expect(rung(page, id)).toHaveAttribute('data-state', 'unavailable')
    await expect(rung(page, id)).not.toHaveText(/^\S*$/)
  }
  await page.getByTestId('backend-select').selectOption({ label: 'WebGL' })
  await expect(error(page)).toHaveAttribute('data-code', 'backend-unavailable')
  await expect(model(page)).toHaveAttribute('data-backend', 'wasm')
  await expect(page.getByTestId('backend-select')).toHaveValue('auto')
})

test('the ladder explains why a rung pinned in the address is unavailable @no-gpu', async ({ page }) => {
  await open(page, '?sample=digits&backend=webgl')
  await expect(error(page)).toHaveAttribute('data-code', 'backend-unavailable')
  await expect(rung(page, 'webgl')).toHaveAttribute('data-state', 'unavailable')
  await expect(rung(page, 'wasm')).toHaveAttribute('data-state', 'available')
})

test('automatic skips an emulated WebGPU @webgpu', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  await expect(rung(page, 'webgpu')).toHaveAttribute('data-state', 'software')
  await expect(rung(page, 'webgpu')).toContainText(/software|emulated|SwiftShader/i)
})

// The samples and formats run on WebGL and WebGPU in every run of the tests, each host of `hosting.spec.ts` on Wasm.
for (const [backend, tag] of [
  ['webgl', '@wasm @wide'],
  ['wasm', '@wasm @wide'],
  ['cpu', '@wasm'],
  ['webgpu', '@webgpu @wide'],
] as const) {
  test(`?backend=${backend} pins it ${tag}`, async ({ page }) => {
    await open(page, `?sample=digits&backend=${backend}`)
    await expectSeven(page, backend)
  })
}
