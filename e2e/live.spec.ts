import { test as base, expect, type Page } from '@playwright/test'
import { fakeCamera } from '../scripts/fake-camera.mjs'
import { download, error, expectResult, open, patience, result, samplePath } from './app.ts'
import { expectNoFindings } from './axe.ts'
import { hold, loseWorker, refuse, tracks } from './held.ts'
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

const frames = async (page: Page) => Number(await page.getByTestId('live').getAttribute('data-frames'))

async function expectMoreFrames(page: Page): Promise<void> {
  const before = await frames(page)
  await expect.poll(() => frames(page), { timeout: patience }).toBeGreaterThan(before + 1)
}

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

  await loseWorker(page)
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

/** Records a short video of a moving bar in the page; headless Chromium has a VP8 encoder. */
function makeVideo(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 160, height: 120 })
    const context = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm' })
    const parts: Blob[] = []
    recorder.ondataavailable = ({ data }) => parts.push(data)
    recorder.start()
    for (let i = 0; i < 8; i++) {
      if (context === null) break
      context.fillStyle = 'black'
      context.fillRect(0, 0, 160, 120)
      context.fillStyle = 'white'
      context.fillRect(10 + i * 16, 20, 10, 80)
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve
    })
    recorder.stop()
    await ended
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
  })
}

test('a drawing is answered line by line, and a video frame by frame', async ({ page }) => {
  const wrong = watch(page)
  await open(page, '?sample=digits')
  await expectResult(page)
  await page.getByTestId('source-pad').check()
  const pad = page.getByTestId('pad')
  const draw = async (...points: readonly (readonly [number, number])[]) => {
    const box = await pad.boundingBox()
    for (const [i, [x, y]] of points.entries()) {
      await page.mouse.move((box?.x ?? 0) + x, (box?.y ?? 0) + y, { steps: 4 })
      if (i === 0) await page.mouse.down()
    }
    await page.mouse.up()
  }
  await draw([70, 60], [200, 60], [110, 230])
  const live = page.getByTestId('live')
  await expect(page.getByTestId('rail-result')).toContainText('7', { timeout: patience })
  await expect(live.getByRole('listitem').first()).toContainText('7')
  await expect(page.getByText('Drawing, 280 × 280')).toBeVisible()
  await expectNoFindings(page)
  await page.getByRole('button', { name: 'Keep as a file' }).click()
  await expectResult(page)
  await expect(page.getByTestId('rail-result')).toContainText('7')

  await page.getByTestId('source-video').check()
  const buffer = Buffer.from(await makeVideo(page))
  await page.getByTestId('video-file').setInputFiles({ name: 'bar.webm', mimeType: 'video/webm', buffer })
  await expect(live).toHaveAttribute('data-view', 'scores', { timeout: patience })
  await page.getByTestId('video-scan').click()
  const { name, bytes } = await download(page, page.getByTestId('save-csv'))
  expect(name).toBe('mnist-cnn-live.csv')
  const [head, ...lines] = bytes.toString('utf8').trim().split('\r\n')
  expect(head).toBe('frame,time s,label,index,score')
  expect(lines.length).toBeGreaterThan(5)
  const times = lines.map((line) => Number(line.split(',')[1]))
  expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true)
  await expectNoFindings(page)
  expect(wrong).toEqual([])
})
