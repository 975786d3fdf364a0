import { expect, test } from '@playwright/test'
import { download, expectResult, open, result } from './app.ts'

const scale = 'Scale: Range'

test('a guessed range is marked at the result; its candidates are compared, and a choice is kept', async ({ page }) => {
  await open(page, '?sample=doodle')
  await expectResult(page)
  await expect(page.getByTestId('guess')).toContainText('Scale guessed: nothing in the model says')
  await page.getByTestId('try-candidates').press('Enter')
  const list = page.getByTestId('candidates')
  await expect(list).toHaveAttribute('data-state', 'done')
  const rows = list.locator('tbody tr')
  await expect(rows.first()).toContainText('0…1')
  await expect(rows.first()).toHaveAttribute('aria-current', 'true')
  for (const range of ['−1…1', '0…255'])
    await expect(rows.filter({ hasText: range }).first()).toContainText(/\d+(\.\d+)? %|up to/)
  const before = Number(await result(page).getAttribute('data-run'))
  await list
    .getByRole('button', { name: /^Use 0…255/ })
    .first()
    .press('Enter')
  await expect.poll(async () => Number(await result(page).getAttribute('data-run'))).toBeGreaterThan(before)
  await expectResult(page)
  await expect(page.getByLabel(scale)).toHaveValue('none')
  await expect(list.locator('tr[aria-current="true"]')).toContainText('0…255')
  const saved = await download(page, page.getByRole('button', { name: 'Save settings' }))
  const { settings } = JSON.parse(saved.bytes.toString('utf8')) as {
    settings: Record<string, { id: string; values: object }[]>
  }
  expect(Object.values(settings)[0]?.find(({ id }) => id === 'scale')?.values).toMatchObject({ scale: 'none' })
  await list.getByRole('button', { name: 'Close' }).click()
  await expect(list).toHaveCount(0)
  // The user's choice is no guess.
  await expect(page.getByTestId('guess')).toHaveCount(0)
})

test('the comparison fits a narrow screen, and ends in a list whether or not it is cancelled', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 900 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, '?sample=doodle')
  await expectResult(page)
  await page.getByTestId('try-candidates').click()
  const list = page.getByTestId('candidates')
  await expect(list).toBeVisible()
  // A fast machine may be done before the click; the button is gone then.
  await list
    .getByRole('button', { name: 'Cancel' })
    .click({ timeout: 1000 })
    .catch(() => undefined)
  await expect(list).toHaveAttribute('data-state', 'done')
  await expectResult(page)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(420)
})
