import { expect, test } from '@playwright/test'
import { download, expectResult, exportJson, made, open, pickFiles, pickInputs, result, samplePath } from './app.ts'
import { expectNoFindings } from './axe.ts'
import { fixedModel } from './graph-model.ts'

const photo = samplePath('mask/grace-hopper.jpg')
const vector = Array.from({ length: 32 }, (_, i) => Math.sin(i + 1))

test('the vectors of all pictures are compared, and exported together', async ({ page }) => {
  await open(page)
  await pickFiles(page, fixedModel(96, [{ name: 'embedding', shape: [1, 32], values: vector }]))
  await pickInputs(page, [photo])
  await expectResult(page)
  await expect(result(page)).toHaveAttribute('data-view', 'similarity')
  await expect(result(page)).toContainText('It says nothing alone')
  const { readFile } = await import('node:fs/promises')
  const bytes = await readFile(photo)
  await pickInputs(
    page,
    ['b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'].map((name) => made(name, bytes)),
  )
  await expect(result(page).getByRole('img', { name: 'Map of 5 vectors' })).toBeVisible()
  await expectResult(page)
  await expect(result(page).getByRole('status')).toContainText('b.jpg is most like grace-hopper.jpg: cosine 1.00')
  await result(page).getByRole('button', { name: 'd.jpg, cosine' }).click()
  await expect(result(page).getByRole('status')).toContainText('d.jpg is most like')
  await page.getByTestId('reading-option-measure').selectOption('distance')
  await expect(result(page).getByRole('status')).toContainText('distance 0')
  const { readings } = await exportJson(page)
  const names = ['grace-hopper.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']
  expect(readings[0]?.data).toMatchObject({ names, measure: 'distance', isNormalised: false })
  const csv = await download(page, page.getByTestId('export-csv'))
  expect(csv.bytes.toString()).toContain('distance,grace-hopper.jpg,b.jpg')
  await expectNoFindings(page)
})
