import { expect, test } from '@playwright/test'
import { expectModel, expectResult, exportJson, open, pickFiles, result, run } from './app.ts'
import { answering, vocabulary } from './text-model.ts'

test('a question and a passage fill three inputs, and the answer is marked', async ({ page }) => {
  await open(page)
  await pickFiles(page, [...answering(), vocabulary])
  await expectModel(page, 'model')
  const ids = page.getByRole('region', { name: 'Input input_ids' })
  await ids.getByLabel(/^Source of/).selectOption({ label: 'Text or numbers' })
  const first = ids.getByLabel('Text or numbers for input_ids')
  await first.fill('Who wrote it?')
  await first.press('Control+Enter')
  const second = ids.getByLabel('Second text for input_ids')
  await second.fill('It was Zora Hurston, it was!')
  await second.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Input input_mask' })).toContainText('Made from the text of input_ids.')
  const tokens = ids.getByRole('list', { name: 'Tokens' })
  await expect(tokens.getByRole('listitem').nth(0)).toHaveText('[CLS] 2')
  await expect(tokens.getByRole('listitem').nth(8)).toHaveText('zora 4')
  await expect(ids).toContainText('15 tokens, then 1 of padding.')
  await page.getByTestId('run').click()
  await expectResult(page)
  await expect(result(page)).toHaveAttribute('data-view', 'spans')
  await expect(result(page).locator('mark')).toHaveText('Zora Hurston')
  const { readings } = await exportJson(page)
  expect(readings[0]?.data).toMatchObject({
    shows: 'answers',
    spans: [{ text: 'Zora Hurston', start: 7, end: 19 }, {}, {}, {}, {}],
  })

  // What the vocabulary does not have is unknown, and a text that is too long is cut, with a warning.
  await second.fill('unknowable unknowable unknowable unknowable unknowable unknowable unknowable it was Zora Hurston')
  await second.press('Control+Enter')
  await expect(ids).toContainText('tokens were cut off')
  await run(page)
  await expect(result(page)).toContainText('no answer')
})
