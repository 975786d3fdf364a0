import { expect, test } from '@playwright/test'
import { expectModel, expectResult, model, open, patience, pickFiles, result, runCount, samplePath } from './app.ts'

const darknet = (name: string) => samplePath(`photo/${name}`)

test.beforeEach(({ page }) => open(page, '?backend=cpu'))

test('a double click on Run starts one run; a cancelled run keeps the previous result; no worker is lost', async ({
  page,
}) => {
  await page.getByTestId('sample-photo').click()
  await expectResult(page)
  const before = await runCount(page)
  await page.getByTestId('run').dblclick()
  await expectResult(page)
  expect(await runCount(page)).toBe(before + 1)
  const best = await result(page).getByRole('listitem').first().textContent()
  await page.getByTestId('run').click()
  await page.getByTestId('cancel').click()
  await expect(page.getByTestId('cancel')).toHaveCount(0, { timeout: patience })
  await expectResult(page)
  expect(await result(page).getByRole('listitem').first().textContent()).toBe(best)
  await expect(page.getByRole('region', { name: 'Notices' })).toHaveCount(0)
})

test('a model that fails to load keeps the previous one; an invalid step value keeps its field open', async ({
  page,
}) => {
  await page.getByTestId('sample-digits').click()
  await expectResult(page)
  const name = (await model(page).getByRole('heading').textContent()) ?? ''
  await pickFiles(page, [darknet('model.json')])
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'weights-missing')
  await expectModel(page, name)
  await expectResult(page)
  await page.getByTestId('run').click()
  await expect(page.getByTestId('error')).toHaveCount(0)
  await expectResult(page)
  await page.getByLabel('Scale: Range').selectOption({ label: 'Custom mean and deviation' })
  await page.getByRole('button', { name: 'Scale: more options' }).click()
  const deviation = page.locator('[data-step="scale"]').getByRole('textbox').last()
  await deviation.fill('0')
  await deviation.press('Enter')
  const input = page.locator('section[data-input]')
  await expect(input.getByRole('alert')).toContainText('deviation')
  await deviation.fill('2')
  await deviation.press('Enter')
  await expect(input.getByRole('alert')).toHaveCount(0)
})
