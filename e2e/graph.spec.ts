import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { download, expectResult, exportJson, fillWith, made, model, open, pickFiles, run, samplePath } from './app.ts'

const toggle = (page: Page) => page.getByRole('switch', { name: 'Optimise the graph' })

/** The files of a SavedModel among the fixtures. */
function savedModel(name: string): readonly string[] {
  const folder = fileURLToPath(new URL(`../src/formats/saved-model/fixtures/${name}`, import.meta.url))
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
}

test('the optimiser reports its changes, can be checked, and can be switched off and on', async ({ page }) => {
  await open(page, '?sample=keras')
  await expectResult(page)
  const before = await exportJson(page)
  const { before: read, after: ran } = before.model.operations
  await page.getByTestId('rail-run').click()
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(
    `${ran} operations run (${read} as read)`,
  )
  await page.getByText(/^Optimiser: \d+ → \d+ operations$/).click()
  await expect(page.getByRole('row', { name: /^Fuses bias and activation/ })).toBeVisible()
  await page.getByRole('button', { name: 'Check against the unoptimised graph' }).click()
  await expect(page.getByTestId('check')).toContainText(/largest difference (0|\d\.\de−\d+), relative/)
  await page.getByText('Optimise the graph', { exact: true }).click()
  await expect(page.getByText(/^Optimiser: off, \d+ operations$/)).toBeVisible()
  await expect(page.getByTestId('check')).toHaveCount(0)
  await run(page)
  const plain = await exportJson(page)
  expect(plain.model.operations.before).toBe(before.model.operations.before)
  expect(plain.model.operations.after).toBeGreaterThan(before.model.operations.after)
  const [values, wanted] = [plain, before].map(({ outputs }) => outputs[0]?.values.map(Number) ?? [])
  for (const [i, value] of (wanted ?? []).entries()) expect(values?.[i]).toBeCloseTo(value, 5)
  await page.getByText('Optimise the graph', { exact: true }).click()
  await expect(page.getByText(/^Optimiser: \d+ → \d+ operations$/)).toBeVisible()
})

test('the address switches the optimiser off', async ({ page }) => {
  await open(page, '?sample=digits&optimise=off')
  await expectResult(page)
  await page.getByText(/^Optimiser: off/).click()
  await expect(toggle(page)).not.toBeChecked()
})

test('a signature has its own inputs and outputs, and tag sets are signatures too', async ({ page }) => {
  await open(page)
  await pickFiles(page, savedModel('hash_table_asset'))
  await expect(page.getByRole('region', { name: 'Input words' })).toBeVisible()
  await page.getByLabel('Signature').selectOption('labels')
  await expect(page.getByRole('region', { name: 'Input x' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Input words' })).toHaveCount(0)
  await fillWith(page, 'x', 'Ones')
  await run(page)
  const { model: settings, outputs } = await exportJson(page)
  expect(settings.signature).toBe('labels')
  expect(outputs.map(({ name, dtype }) => [name, dtype])).toEqual([['label', 'string']])

  await pickFiles(page, savedModel('two_meta_graphs'))
  await page.getByLabel('Signature').selectOption('train/serving_default')
  await fillWith(page, 'x', 'Ones')
  await run(page)
  expect((await exportJson(page)).model.signature).toBe('train/serving_default')
})

test('the download is a TensorFlow.js model with the same labels and results', async ({ page }) => {
  await open(page, '?sample=keras')
  await expectResult(page)
  const before = await exportJson(page)
  await page.getByText('Download as TensorFlow.js', { exact: true }).click()
  const button = page.getByRole('button', { name: 'Download', exact: true })
  const whole = await download(page, button)
  expect(whole.name).toBe('mnist-cnn-tfjs.zip')
  await page.getByLabel('Weights', { exact: true }).selectOption({ label: '8 bits, a quarter' })
  const small = await download(page, button)
  expect(small.bytes.length).toBeLessThan(whole.bytes.length / 2)

  await open(page)
  await pickFiles(page, [made('model.zip', whole.bytes)])
  await expect(model(page)).toHaveAttribute('data-format', 'tfjs-graph')
  await page.getByTestId('input-files').setInputFiles(samplePath('keras/digit-2.png'))
  await run(page)
  const again = await exportJson(page)
  expect(again.outputs[0]?.top[0]).toMatchObject({ index: 2, label: '2' })
  const values = again.outputs[0]?.values.map(Number) ?? []
  for (const [i, value] of (before.outputs[0]?.values ?? []).entries()) expect(values[i]).toBeCloseTo(Number(value), 5)
})
