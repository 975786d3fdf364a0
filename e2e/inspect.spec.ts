import { expect, test } from '@playwright/test'
import { download, expectResult, open, patience, result, runCount } from './app.ts'
import { expectNoFindings } from './axe.ts'

test('Inspect: another way to look at the same model, with an address of its own', async ({ page }) => {
  await open(page, '?sample=keras')
  await expectResult(page)
  const run = await runCount(page)
  await page.getByTestId('mode-inspect').click()
  await expect(page).toHaveURL(/[?&]mode=inspect/)
  await expect(page).toHaveTitle(/ · Inspect · Glassbox$/)
  await expect(page.getByTestId('mode-inspect')).toHaveAttribute('aria-current', 'page')
  const subject = page.getByRole('region', { name: 'Model, backend and last answer' })
  await expect(subject.getByTestId('model-ready')).toBeVisible()
  await expect(subject).toContainText('in use')
  await expect(page.getByTestId('graph')).toHaveAttribute('data-state', 'done', { timeout: patience })

  const selected = page.getByTestId('selected')
  await test.step('the outline by keyboard: a layer, what is in it, and how it was read', async () => {
    const outline = page.getByRole('tree')
    await page.getByRole('searchbox').fill('conv2d')
    await page.getByRole('searchbox').press('ArrowDown')
    await expect(outline).toBeFocused()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
    await expect(selected).toContainText('_FusedConv2D')
    await expect(page.getByText(/^Slides \d+ filters of \d × \d over \d+ maps?, step 1, then adds/)).toBeVisible()
    await page.getByRole('searchbox').fill('')
    await expect(page.getByTestId('weights')).toHaveAttribute('data-state', 'ready')
    await expect(page.getByRole('img', { name: /^Histogram of the weights: from −/ })).toBeVisible()
    await expect(page.getByTestId('graph').locator('[class*=frameBox]')).not.toHaveCount(0)
    await page.getByTestId('form-read').check()
    await expect(selected).not.toContainText('_FusedConv2D')
    await expect(page.getByText('Runs as')).toBeVisible()
  })

  await test.step('the whole drawing as a file', async () => {
    const { name, bytes } = await download(page, page.getByRole('button', { name: 'Save the graph as SVG' }))
    expect(name).toBe('mnist-cnn-graph.svg')
    const text = bytes.toString('utf8')
    for (const layer of ['conv2d', 'max_pooling2d_1', 'dense_1']) expect(text).toContain(`>${layer}</text>`)
    expect(text).not.toMatch(/style=|class=|color-mix|oklab/)
  })

  await test.step('values for the present input, of what fusion removed too', async () => {
    const activations = page.getByTestId('activations')
    await page.getByTestId('compute-activations').click()
    await expect(activations).toHaveAttribute('data-state', 'done', { timeout: patience })
    await expect(page.getByRole('img', { name: /^Map \d+ is greatest at row \d+, column \d+: / })).toBeVisible()
    await page.getByText('Lay it over the input').click()
    await page.getByRole('treeitem', { name: /^dense_1/ }).click()
    await expect(page.getByRole('list', { name: 'Elements with the greatest magnitude' })).toBeVisible()
  })

  await test.step('light, dark and 420 pixels wide', async () => {
    await expectNoFindings(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 420, height: 900 })
    await expectNoFindings(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
  })

  await test.step('Back shows the result of the same run', async () => {
    await page.goBack()
    await expect(page).not.toHaveURL(/mode=/)
    await expect(result(page)).toHaveAttribute('data-state', 'done')
    expect(await runCount(page)).toBe(run)
    await page.goForward()
    await expect(subject).toBeVisible()
  })
})
