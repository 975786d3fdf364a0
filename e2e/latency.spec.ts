import { expect, test } from '@playwright/test'
import { rendererTasks } from '../scripts/bench/renderer-tasks.mjs'
import { expectResult, exportJson, open } from './app.ts'

test('Run ×N gives p50, p95 and every run, and the rail shows the steady time', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  const count = page.getByRole('textbox', { name: 'Number of runs' })
  await count.fill('20')
  await count.press('Enter')
  await page.getByRole('button', { name: 'Run ×20' }).click()
  await expect(page.getByRole('img', { name: /^20 runs in order/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('rail-run')).toContainText(/p50 [\d.]+ ms/)
  const { latency } = await exportJson(page)
  expect(latency.runs).toHaveLength(20)
  const sorted = [...latency.runs].sort((a, b) => a - b)
  expect(latency.p50).toBeGreaterThanOrEqual(sorted[0] ?? 0)
  expect(latency.p95).toBeLessThanOrEqual(sorted.at(-1) ?? 0)
})

test('every stage has a figure and opens its details; a cancelled measurement keeps its runs and says how many', async ({
  page,
}) => {
  await open(page, '?sample=photo')
  await expectResult(page)
  const rail = page.getByRole('navigation', { name: 'Stages of the run' })
  for (const stage of ['Files', 'Parse', 'Weights', 'Backend', 'Input', 'Run', 'Read back', 'Result']) {
    const button = rail.getByRole('button', { name: new RegExp(`^${stage}\\b`) })
    await expect(button).toHaveAttribute('data-state', 'done')
    await button.click()
    const inspector = page.getByRole('region', { name: stage, exact: true })
    await expect(inspector.locator('p').nth(1)).toContainText(/\w{3,}/)
    await page.keyboard.press('Tab')
  }
  const count = page.getByRole('textbox', { name: 'Number of runs' })
  await count.fill('5000')
  await count.press('Enter')
  await page.getByRole('button', { name: 'Run ×5000' }).click()
  await expect(page.getByText(/^[2-9]\d* of 5000 runs/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expectResult(page)
  await expect(page.getByText(/^Cancelled after \d+ of 5000 runs\.$/).last()).toBeVisible()
  await expect(page.getByRole('img', { name: /^\d+ runs in order/ })).toBeVisible()
  await page.getByTestId('run').click()
  await expectResult(page)
})

test('main-thread tasks stay short while a sample loads and runs', async ({ page, browser }) => {
  await open(page)
  await page.waitForLoadState('networkidle')
  const { page: tasks } = await rendererTasks(browser, page, async () => {
    await page.getByRole('button', { name: 'Photo of a cat' }).click()
    await expectResult(page)
  })
  expect(tasks.length).toBeGreaterThan(10)
  // The target is 50 ms, which `npm run bench` checks; here, several browsers share the CPU and its caches.
  expect(tasks[0]).toBeLessThan(100)
})
