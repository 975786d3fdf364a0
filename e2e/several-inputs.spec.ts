import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { download, expectResult, made, open, patience, pickInputs, result, runCount, samplePath } from './app.ts'

const count = 12

test('several pictures: one run, a row each, any of them in full, and all as a table', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  await page.getByRole('button', { name: 'Remove all' }).click()
  const before = readFileSync(samplePath('digits/digit-7.png'))
  const broken = before.subarray(0, 60)
  await pickInputs(
    page,
    Array.from({ length: count }, (_, i) => made(`picture-${i}.png`, i === 5 ? broken : before)),
  )
  const rows = page.getByRole('region', { name: 'Results' }).getByRole('listitem')
  await expect(rows.first()).toHaveAttribute('aria-setsize', String(count), { timeout: patience })
  await expectResult(page)
  await expect(rows.first()).toContainText('7')
  await expect(rows.nth(5)).toContainText('failed')

  const runs = await runCount(page)
  await rows.first().getByRole('button').focus()
  await page.getByRole('region', { name: 'Results' }).evaluate((list) => list.scrollTo(0, list.scrollHeight))
  await page
    .getByRole('button', { name: /^picture-11\.png/ })
    .last()
    .click()
  await expectResult(page)
  await expect(result(page)).not.toHaveAttribute('data-run', String(runs))
  await expect(result(page)).toContainText('7')

  const { bytes } = await download(page, page.getByTestId('export-runs'))
  const lines = bytes.toString('utf8').trim().split('\r\n')
  expect(lines).toHaveLength(count + 1)
  expect(lines[0]).toBe('file,label,index,score,backend,run ms,end to end ms,error')
  expect(lines[1]).toMatch(/^picture-0\.png,7,7,0\.\d+,/)
  expect(lines[6]).toMatch(/^picture-5\.png,,,,,,,.+/)
  expect(lines[12]).toMatch(/^picture-11\.png,7,7,0\.\d+,/)
})

test('a batch shows how far it has come, and keeps what is done when it is cancelled', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  await page.getByRole('button', { name: 'Remove all' }).click()
  const picture = readFileSync(samplePath('digits/digit-7.png'))
  await pickInputs(
    page,
    Array.from({ length: 400 }, (_, i) => made(`picture-${i}.png`, picture)),
  )
  await expectResult(page)
  await page.getByTestId('run-all').click()
  await expect(page.getByTestId('batch-progress')).toContainText(/[1-9]\d* of 400 inputs/, { timeout: patience })
  await page.getByTestId('cancel').click()
  await expect(page.getByTestId('batch-progress')).toBeHidden()
  const rows = page.getByRole('region', { name: 'Results' }).getByRole('listitem')
  await expect(rows.first()).toContainText('7')
  expect(Number(await rows.first().getAttribute('aria-setsize'))).toBeLessThan(400)
})
