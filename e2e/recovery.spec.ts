import { expect, type Page, test } from '@playwright/test'
import { expectResult, exportJson, fillWith, model, open, patience, result, run, runCount } from './app.ts'

/** `npm test` loses the worker or the GPU a few times, the wide tests as often as a long session might. */
const amounts = [
  { times: 3, wide: '' },
  { times: 10, wide: ' @wide' },
] as const

/** A run long enough to interrupt, with a ramp as input, so that the result is always the same. */
async function prepare(page: Page, sample: string, input: string, backend: string): Promise<number[]> {
  await open(page, `?sample=${sample}&backend=${backend}`)
  await expectResult(page)
  await fillWith(page, input, 'A ramp')
  await run(page)
  return answer(page)
}

async function answer(page: Page): Promise<number[]> {
  return (await exportJson(page)).outputs[0]?.values.map(Number) ?? []
}

/** Starts a run, breaks something during it, and expects the previous result. */
async function survives(page: Page, wanted: readonly number[], breakIt: () => Promise<void>): Promise<void> {
  const before = await runCount(page)
  await Promise.all([breakIt(), page.getByTestId('run').click()])
  await expect.poll(() => runCount(page), { timeout: patience }).toBeGreaterThan(before)
  await expectResult(page)
  const found = await answer(page)
  expect(found).toHaveLength(wanted.length)
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 2)
}

async function crashGpu(page: Page): Promise<void> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  await session?.send('Browser.crashGpuProcess').catch(() => undefined)
  await session?.detach().catch(() => undefined)
}

/** Collects the page's workers, so that a test can terminate them, as the system does when memory runs out. */
async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: Worker[] = []
    Object.assign(globalThis, { held })
    globalThis.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args)
        held.push(this)
      }
    }
  })
}

/** Terminates the worker as soon as the page shows that a run has started; a test outside the page may see it too late. */
async function terminateInRun(page: Page): Promise<void> {
  await result(page).evaluate(
    (shown) =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (shown.getAttribute('data-state') !== 'running') return
          observer.disconnect()
          ;(globalThis as unknown as { held: Worker[] }).held.at(-1)?.terminate()
          resolve()
        })
        observer.observe(shown, { attributes: true, attributeFilter: ['data-state'] })
      }),
  )
}

for (const { times, wide } of amounts) {
  test(`the worker is terminated during a run, ${times} times: the result still arrives${wide}`, async ({ page }) => {
    test.setTimeout(300_000)
    await holdWorkers(page)
    const wanted = await prepare(page, 'doodle', 'conv2d_input', 'cpu')
    const notices = page.getByRole('region', { name: 'Notices' })
    for (let i = 0; i < times; i++) {
      await survives(page, wanted, () => terminateInRun(page))
    }
    await expect(notices).toContainText('The worker was lost')
  })

  for (const [backend, tag] of [
    ['webgl', '@wasm'],
    ['webgpu', '@webgpu'],
  ] as const) {
    test(`the GPU process dies during a run on ${backend}, ${times} times: the result still arrives ${tag}${wide}`, async ({
      page,
    }) => {
      test.setTimeout(300_000)
      const wanted = await prepare(page, 'digits', 'input_layer', backend)
      await expect(model(page)).toHaveAttribute('data-backend', backend)
      for (let i = 0; i < times; i++) await survives(page, wanted, () => crashGpu(page))
      await expect(page.getByRole('region', { name: 'Notices' })).toBeVisible()
    })
  }
}
