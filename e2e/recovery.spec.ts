import { expect, type Page, test } from '@playwright/test'
import { expectResult, exportJson, fillWith, model, open, patience, result, run, runCount } from './app.ts'

const times = 10

/** The model of the masks takes long enough to be interrupted, and its ramp gives the same answer each time. */
async function prepare(page: Page, backend: string): Promise<number> {
  await open(page, `?sample=digits&backend=${backend}`)
  await expectResult(page)
  await fillWith(page, 'input_layer', 'A ramp')
  await run(page)
  return answer(page)
}

async function answer(page: Page): Promise<number> {
  return Number((await exportJson(page)).outputs[0]?.values[3])
}

/** Starts a run, breaks something while it goes on, and expects the answer of before. */
async function survives(page: Page, wanted: number, breakIt: () => Promise<void>): Promise<void> {
  const before = await runCount(page)
  await Promise.all([page.getByTestId('run').click(), breakIt()])
  await expect.poll(() => runCount(page), { timeout: patience }).toBeGreaterThan(before)
  await expectResult(page)
  expect(await answer(page)).toBeCloseTo(wanted, 2)
}

async function crashGpu(page: Page): Promise<void> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  await session?.send('Browser.crashGpuProcess').catch(() => undefined)
  await session?.detach().catch(() => undefined)
}

test('the worker ends during a run, ten times: the answer still arrives', async ({ page }) => {
  test.slow()
  const wanted = await prepare(page, 'wasm')
  for (let i = 0; i < times; i++) {
    await survives(page, wanted, async () => {
      const engine = page.workers().find((worker) => worker.url().includes('worker'))
      await engine?.evaluate(() => self.close()).catch(() => undefined)
    })
  }
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText(/lost/)
  await expect(result(page)).toHaveAttribute('data-state', 'done')
})

for (const [backend, tag] of [
  ['webgl', '@wasm'],
  ['webgpu', '@webgpu'],
] as const) {
  test(`the GPU process dies during a run on ${backend}, ten times: the answer still arrives ${tag}`, async ({
    page,
  }) => {
    test.setTimeout(300_000)
    const wanted = await prepare(page, backend)
    await expect(model(page)).toHaveAttribute('data-backend', backend)
    for (let i = 0; i < times; i++) await survives(page, wanted, () => crashGpu(page))
    await expect(page.getByRole('region', { name: 'Notices' })).toBeVisible()
  })
}
