import { expect, test } from '@playwright/test'
import { expectModel, expectResult, made, open, pickFiles, samplePath } from './app.ts'
import { expectNoFindings } from './axe.ts'

// The results of the samples are checked in `samples.spec.ts`.

test('empty, an error, then a model without an input', async ({ page }) => {
  await open(page)
  await expect(page.getByTestId('ladder-cpu')).toHaveAttribute('data-state', 'available')
  await expectNoFindings(page)
  await pickFiles(page, [made('model.json', '{')])
  await expect(page.getByTestId('error')).toBeVisible()
  await expectNoFindings(page)
  await pickFiles(
    page,
    ['model.json', 'group1-shard1of1.bin'].map((name) => samplePath(`digits/${name}`)),
  )
  await expectModel(page, 'model')
  await expectNoFindings(page)
})

test('loading', async ({ page }) => {
  await open(page)
  // Blocks the weights, so that the page stays in the loading state.
  await page.context().route('**/samples/photo/group21-shard1of1', () => undefined)
  await page.getByRole('button', { name: 'Photo of a cat' }).click()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await expectNoFindings(page)
})

test('dark: an open stage, then the code dialog', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, '?sample=digits')
  await expectResult(page)
  await page.getByTestId('rail-weights').click()
  await expectNoFindings(page)
  await page.getByTestId('code').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoFindings(page)
})

test('420 pixels wide: nothing overflows', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 900 })
  await open(page, '?sample=photo')
  await expectResult(page)
  await expectNoFindings(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
})

test('repairs, optimiser with its check, and download, light and dark', async ({ page }) => {
  await open(page, '?sample=penguins')
  await expectResult(page)
  for (const fold of ['One repair was made', /^Optimiser/, 'Download as TensorFlow.js'])
    await page.getByText(fold, typeof fold === 'string' ? { exact: true } : {}).click()
  await page.getByRole('button', { name: 'Check against the unoptimised graph' }).click()
  await expect(page.getByText(/largest difference/)).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectNoFindings(page)
  }
  await page.setViewportSize({ width: 420, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
})
