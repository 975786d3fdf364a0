import { expect, type Locator, test } from '@playwright/test'
import { expectNextResult, expectResult, exportJson, open, runCount } from './app.ts'

/** Presses Tab until `target` has the focus. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page()
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${target}`)
}

test('everything works without a mouse, and results are announced: sample, step, run, stage, export', async ({
  page,
}) => {
  await open(page)
  await tabTo(page.getByRole('button', { name: 'Handwritten digits' }))
  await page.keyboard.press('Enter')
  await expectResult(page)
  const announced = page.locator('[aria-live]')
  await expect(announced).toHaveText(/^3 results\. digit-7\.png: 7: 100 %, .* on Wasm\b/)
  const before = await runCount(page)
  await tabTo(page.getByLabel('Scale: Range'))
  await page.keyboard.press('ArrowDown')
  // A short run repeats by itself.
  await expect.poll(() => runCount(page)).toBeGreaterThan(before)
  await expectResult(page)
  await tabTo(page.getByTestId('run'))
  await expectNextResult(page, () => page.keyboard.press('Enter'))
  await expect(announced).toHaveText(/^Result: 7: .* on Wasm\b/)
  await tabTo(page.getByTestId('export-json'))
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(saved.suggestedFilename()).toMatch(/\.json$/)
  await tabTo(page.getByTestId('rail-run'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
  expect((await exportJson(page)).outputs).toHaveLength(1)
})
