import { expect, test } from '@playwright/test'
import schema from '../docs/result.schema.json' with { type: 'json' }
import { violations } from '../src/exports/json-schema.fixture.ts'
import { download, expectResult, exportJson, open } from './app.ts'

test('numbers: JSON matches the published schema, CSV holds every class, code names this model', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  const record = await exportJson(page)
  expect(violations(JSON.parse(JSON.stringify(record)), schema)).toEqual([])
  expect(record.outputs[0]?.values).toHaveLength(10)

  const { name, bytes } = await download(page, page.getByTestId('export-csv'))
  expect(name).toMatch(/\.csv$/)
  const lines = bytes.toString('utf8').trim().split(/\r?\n/)
  expect(lines.length).toBeGreaterThanOrEqual(10)

  await page.getByTestId('code').click()
  const dialog = page.getByRole('dialog', { name: 'This run as code' })
  await expect(dialog.getByRole('tabpanel', { name: 'JavaScript' })).toContainText(/tf\.loadGraphModel/)
  await expect(dialog.getByRole('tabpanel', { name: 'JavaScript' })).toContainText('255')
  await dialog.getByRole('tab', { name: 'Python' }).click()
  await expect(dialog.getByRole('tabpanel', { name: 'Python' })).toContainText(/import/)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('pictures: .npy has the output with its shape, PNG is the output picture', async ({ page }) => {
  await open(page, '?sample=upscale')
  await expectResult(page)
  const npy = (await download(page, page.getByTestId('export-npy'))).bytes
  expect(npy.subarray(1, 6).toString('latin1')).toBe('NUMPY')
  const head = npy.subarray(10, 10 + npy.readUInt16LE(8)).toString('latin1')
  expect(head).toContain("'descr': '<f4'")
  expect(head).toMatch(/'shape': \(1, 192, 192, 3\)/)
  expect(npy.length - 10 - npy.readUInt16LE(8)).toBe(192 * 192 * 3 * 4)

  const png = (await download(page, page.getByTestId('export-png'))).bytes
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([192, 192])
})
