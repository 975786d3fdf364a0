/**
 * `npm run check:live [-- --sample faces --backend wasm --seconds 60]`: runs a sample live on a fake camera, or `notes` on a
 * fake microphone. Memory must be flat after ten seconds, no task of the page's main thread may take more than 50 ms of
 * processor time, and Stop must free the device.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { median } from '../bench/figures.mjs'
import { residentMemory } from '../bench/memory.mjs'
import { rendererTasks } from '../bench/renderer-tasks.mjs'
import { ensureBuilt } from '../build.mjs'
import { fakeCamera } from '../fake-camera.mjs'
import { fakeMicrophone, toneWav } from '../fake-microphone.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'

const photos = /** @type {Readonly<Record<string, string>>} */ ({
  faces: 'faces/office.jpg',
  pose: 'pose/squat.jpg',
  objects: 'objects/beach.jpg',
  mask: 'mask/grace-hopper.jpg',
})
const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: 'faces' },
    backend: { type: 'string', default: 'auto' },
    seconds: { type: 'string', default: '60' },
  },
})
const { sample, backend } = values
const seconds = Number(values.seconds)
/** Share by which memory may change, and the time before that, s. */
const tolerance = 0.1
const settling = 10
/** ms. */
const longestTask = 50

await ensureBuilt()
const photo = join(root, 'public/samples', photos[sample] ?? photos.faces ?? '')
const hears = sample === 'notes'
const device = hears
  ? await fakeMicrophone(toneWav(440, 20), join(tmpdir(), 'glassbox-microphone.wav'))
  : await fakeCamera(photo, join(tmpdir(), 'glassbox-camera.y4m'))
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', ...device] })
const server = staticServer(join(root, 'dist'))
const page = await browser.newPage({ viewport: { width: 1360, height: 860 } })
await page.goto(`http://127.0.0.1:${await listen(server, 4400, true)}/?sample=${sample}&backend=${backend}`)
await page.locator('[data-testid="result"][data-state="done"]').waitFor({ timeout: 120_000 })
await page.evaluate(() => {
  const { mediaDevices } = navigator
  const ask = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted)
    Object.assign(globalThis, { tracks: stream.getTracks() })
    return stream
  }
})

/** Memory of the page and its worker, the median over five seconds, because collections come and go; bytes. */
async function memory() {
  const samples = []
  for (let i = 0; i < 10; i++) {
    samples.push(await residentMemory(browser))
    await page.waitForTimeout(500)
  }
  return median(samples)
}

const live = page.getByTestId('live')
await page.getByTestId(hears ? 'source-microphone' : 'source-camera').check()
await page.getByTestId('live-start').click()
await page.locator('[data-testid="live"][data-frames]').waitFor({ timeout: 60_000 })
await page.waitForTimeout(settling * 1000)
const before = await memory()
const { page: tasks } = await rendererTasks(browser, page, () => page.waitForTimeout((seconds - settling) * 1000))
const after = await memory()
const { fps, p50, overhead, frames, dropped } = await live.evaluate((element) => ({
  .../** @type {HTMLElement} */ (element).dataset,
}))
const { backend: rung } = await page.getByTestId('model-ready').evaluate((element) => ({
  .../** @type {HTMLElement} */ (element).dataset,
}))
await page.getByTestId('live-stop').click()
const freed = await page.evaluate(() =>
  /** @type {any} */ (globalThis).tracks.every((/** @type {MediaStreamTrack} */ track) => track.readyState === 'ended'),
)
await browser.close()
server.close()
server.closeAllConnections()

const growth = after / before - 1
const longest = tasks[0] ?? 0
const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`
console.log(
  `${sample} on ${rung}: ${frames} items, ${fps} per second, ${dropped} dropped, p50 ${p50} ms, of which ${overhead} ms not in the model`,
)
/** @type {readonly (readonly [what: string, found: string, isGood: boolean])[]} */
const findings = [
  ['memory', `${mb(before)} → ${mb(after)}, ${(growth * 100).toFixed(1)} %`, Math.abs(growth) <= tolerance],
  [
    'longest main-thread task',
    `${longest.toFixed(1)} ms of processor time, of ${tasks.length}`,
    longest <= longestTask,
  ],
  ['device freed', freed ? 'yes' : 'no', freed],
]
for (const [what, found, isGood] of findings) console.log(`${isGood ? '✓' : '✗'} ${what}: ${found}`)
process.exitCode = findings.every(([, , isGood]) => isGood) ? 0 : 1
