import { expect, test } from '@playwright/test'
import schema from '../docs/result.schema.json' with { type: 'json' }
import { violations } from '../src/exports/json-schema.fixture.ts'
import { download, expectResult, exportJson, open } from './app.ts'

test('JSON matches the published schema', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  const record = await exportJson(page)
  expect(violations(JSON.parse(JSON.stringify(record)), schema)).toEqual([])
  expect(record.outputs[0]?.values).toHaveLength(10)
})

test('CSV holds every class with its value', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  const { name, bytes } = await download(page, page.getByTestId('export-csv'))
  expect(name).toMatch(/\.csv$/)
  const lines = bytes.toString('utf8').trim().split(/\r?\n/)
  expect(lines.length).toBeGreaterThanOrEqual(10)
})

test('.npy has the output with its shape', async ({ page }) => {
  await open(page, '?sample=upscale')
  await expectResult(page)
  const { bytes } = await download(page, page.getByTestId('export-npy'))
  expect(bytes.subarray(1, 6).toString('latin1')).toBe('NUMPY')
  const head = bytes.subarray(10, 10 + bytes.readUInt16LE(8)).toString('latin1')
  expect(head).toContain("'descr': '<f4'")
  expect(head).toMatch(/'shape': \(1, 192, 192, 3\)/)
  expect(bytes.length - 10 - bytes.readUInt16LE(8)).toBe(192 * 192 * 3 * 4)
})

test('PNG is the output picture', async ({ page }) => {
  await open(page, '?sample=upscale')
  await expectResult(page)
  const { bytes } = await download(page, page.getByTestId('export-png'))
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([192, 192])
})

test('code in two languages names this model and these steps', async ({ page }) => {
  await open(page, '?sample=photo')
  await expectResult(page)
  await page.getByTestId('code').click()
  const dialog = page.getByRole('dialog', { name: 'This run as code' })
  await expect(dialog.getByRole('tabpanel', { name: 'JavaScript' })).toContainText(/tf\.loadLayersModel/)
  await expect(dialog.getByRole('tabpanel', { name: 'JavaScript' })).toContainText('255')
  await dialog.getByRole('tab', { name: 'Python' }).click()
  await expect(dialog.getByRole('tabpanel', { name: 'Python' })).toContainText(/import/)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
