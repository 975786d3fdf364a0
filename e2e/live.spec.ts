import { test as base, expect, type Page } from '@playwright/test'
import { fakeCamera } from '../scripts/fake-camera.mjs'
import { error, expectResult, open, patience, result, samplePath } from './app.ts'
import { expectNoFindings } from './axe.ts'
import { watch } from './site.ts'

/** A browser whose camera sees the faces of the sample. */
const test = base.extend<object, { launchOptions: object }>({
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use, { project, parallelIndex }) => {
      const { launchOptions = {} } = project.use
      const video = `test-results/camera-${parallelIndex}.y4m`
      const camera = await fakeCamera(samplePath('faces/office.jpg'), video)
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...camera] })
    },
    { scope: 'worker' },
  ],
})

/** What the page holds of the browser's devices and workers. */
interface Held {
  readonly workers: Worker[]
  readonly streams: MediaStream[]
  /** Refuses the next request for a camera with an exception of this name. */
  refuse: string | null
}

async function hold(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: Held = { workers: [], streams: [], refuse: null }
    Object.assign(globalThis, { held })
    globalThis.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args)
        held.workers.push(this)
      }
    }
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const { refuse } = held
      held.refuse = null
      if (refuse !== null) throw new DOMException('refused', refuse)
      const stream = await ask(wanted)
      held.streams.push(stream)
      return stream
    }
  })
}

const refuse = (page: Page, name: string) =>
  page.evaluate((reason) => {
    ;(globalThis as unknown as { held: Held }).held.refuse = reason
  }, name)

const frames = async (page: Page) => Number(await page.getByTestId('live').getAttribute('data-frames'))

async function expectMoreFrames(page: Page): Promise<void> {
  const before = await frames(page)
  await expect.poll(() => frames(page), { timeout: patience }).toBeGreaterThan(before + 1)
}

const tracks = (page: Page) =>
  page.evaluate(() => {
    const { streams } = (globalThis as unknown as { held: Held }).held
    return streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState))
  })

test('the camera runs live, survives the loss of the worker, and is freed by Stop', async ({ page }) => {
  const wrong = watch(page)
  await hold(page)
  await open(page, '?sample=faces')
  await expectResult(page)
  expect(await tracks(page)).toEqual([])
  await page.getByTestId('source-camera').check()
  const start = page.getByTestId('live-start')
  for (const [name, code, words] of [
    ['NotAllowedError', 'device-denied', 'was not allowed'],
    ['NotFoundError', 'device-missing', 'No camera was found'],
    ['NotReadableError', 'device-busy', 'another program'],
  ] as const) {
    await refuse(page, name)
    await start.click()
    await expect(error(page)).toHaveAttribute('data-code', code)
    await expect(error(page)).toContainText(words)
  }
  await start.click()
  const live = page.getByTestId('live')
  await expect(live).toHaveAttribute('data-view', 'boxes', { timeout: patience })
  await expectMoreFrames(page)
  await expect(live.getByRole('status').first()).toContainText('above 0.50', { timeout: patience })
  await expect(page.getByTestId('rail-result')).toContainText('faces')
  await expect(page.getByText('Camera, 640 × 480')).toBeVisible()

  // Options of the reading and steps of the input act on the frames that follow.
  await page.getByTestId('reading-option-threshold').fill('0.99')
  await expect(live.getByRole('status').first()).toContainText('Nothing found above 0.99', { timeout: patience })
  await page.getByRole('button', { name: 'Lowest score: reset to automatic' }).click()
  await page.getByLabel('Resize: Method').selectOption('Stretch')
  await expect(page.locator('[data-step="resize"]')).toContainText('you set it', { timeout: patience })

  await page.evaluate(() => (globalThis as unknown as { held: Held }).held.workers.at(-1)?.terminate())
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('The worker was lost', {
    timeout: patience,
  })
  await expectMoreFrames(page)
  await expect(page.locator('[data-step="resize"]')).toContainText('you set it')
  await expectNoFindings(page)

  await page.locator('main').focus()
  await page.keyboard.press('Space')
  await expect(live).toHaveAttribute('data-state', 'off')
  expect(await tracks(page)).toEqual(['ended'])
  await page.getByRole('button', { name: 'Take one picture' }).click()
  await expectResult(page)
  await expect(result(page)).toHaveAttribute('data-view', 'boxes')
  await expect(page.getByRole('button', { name: /^camera-\d+\.png$/ })).toHaveAttribute('aria-current', 'true')
  // The terminated worker could not close the frame that it was working on.
  expect(wrong.filter((line) => !line.includes('VideoFrame was garbage collected'))).toEqual([])
})
