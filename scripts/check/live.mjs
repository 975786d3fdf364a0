/**
 * `npm run check:live [-- --sample faces --backend wasm --seconds 60]`: runs a model live on a fake camera (`faces`, `pose`,
 * `objects`, `mask`) or a fake microphone (`notes`, `keyword`). Memory must be flat after ten seconds, no task of the page's
 * main thread may take more than 50 ms of processor time, Stop must free the device, and what is heard must be right.
 */
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { collector, residentMemory } from '../bench/memory.mjs'
import { rendererTasks } from '../bench/renderer-tasks.mjs'
import { ensureBuilt } from '../build.mjs'
import { fakeCamera } from '../fake-camera.mjs'
import { fakeMicrophone, toneWav } from '../fake-microphone.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'

/**
 * @typedef {object} Subject
 * @property {string} [photo] of the samples, for the camera
 * @property {() => Promise<Uint8Array>} [sound] for the microphone
 * @property {RegExp} [hears] what the result must say at some moment
 * @property {readonly string[]} [files] the model, if it is no sample
 */
const samples = join(root, 'public/samples')
const keyword = join(root, 'scripts/check/keyword')
/** @type {Readonly<Record<string, Subject>>} */
const subjects = {
  faces: { photo: 'faces/office.jpg' },
  pose: { photo: 'pose/squat.jpg' },
  objects: { photo: 'objects/beach.jpg' },
  mask: { photo: 'mask/grace-hopper.jpg' },
  notes: { sound: async () => toneWav(440, 20), hears: /A4/ },
  keyword: {
    sound: () => readFile(join(keyword, 'yes.wav')),
    hears: /Classes shown *yes/,
    files: ['keyword.keras', 'labels.txt'].map((name) => join(keyword, name)),
  },
}
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
const subject = subjects[sample]
if (subject === undefined) throw new Error(`There is no ${sample}; there are ${Object.keys(subjects).join(', ')}.`)
const { photo, sound, hears, files } = subject
const device =
  sound === undefined
    ? await fakeCamera(join(samples, photo ?? ''), join(tmpdir(), 'glassbox-camera.y4m'))
    : await fakeMicrophone(await sound(), join(tmpdir(), 'glassbox-microphone.wav'))
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', ...device] })
const server = staticServer(join(root, 'dist'))
const page = await browser.newPage({ viewport: { width: 1360, height: 860 } })
const query = files === undefined ? `sample=${sample}&backend=${backend}` : `backend=${backend}`
await page.goto(`http://127.0.0.1:${await listen(server, 4400, true)}/?${query}`)
if (files !== undefined) await page.getByTestId('model-files').first().setInputFiles(files)
const loaded = files === undefined ? '[data-testid="result"][data-state="done"]' : '[data-testid="model-ready"]'
await page.locator(loaded).first().waitFor({ timeout: 120_000 })
await page.evaluate(() => {
  const { mediaDevices } = navigator
  const ask = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted)
    Object.assign(globalThis, { tracks: stream.getTracks() })
    return stream
  }
})

const collectGarbage = await collector(page)

/**
 * Memory of the page and its worker after a collection, the least of ten; bytes. Browsers leave some 60 MB of garbage until
 * it pays to collect it: boxes of earlier layouts, and copies of frames.
 */
async function memory() {
  const samples = []
  for (let i = 0; i < 10; i++) {
    await collectGarbage()
    samples.push(await residentMemory(browser))
  }
  return Math.min(...samples)
}

const live = page.getByTestId('live')
await page.getByTestId(sound === undefined ? 'source-camera' : 'source-microphone').check()
await page.getByTestId('live-start').click()
await page.locator('[data-testid="live"][data-frames]').waitFor({ timeout: 60_000 })
await page.waitForTimeout(settling * 1000)
const before = await memory()
const { page: tasks } = await rendererTasks(browser, page, () => page.waitForTimeout((seconds - settling) * 1000))
const uncollected = await residentMemory(browser)
const after = await memory()
const { fps, p50, overhead, frames, dropped } = await live.evaluate((element) => ({
  .../** @type {HTMLElement} */ (element).dataset,
}))
// A window that cuts the word in two may be taken for something else.
const isHeard = await page
  .waitForFunction(
    (pattern) => new RegExp(pattern).test(document.querySelector('[data-testid="live"]')?.textContent ?? ''),
    hears?.source ?? '',
    { timeout: 10_000 },
  )
  .then(
    () => true,
    () => false,
  )
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
  [
    'memory',
    `${mb(before)} → ${mb(after)}, ${(growth * 100).toFixed(1)} %; ${mb(uncollected)} before the collection`,
    Math.abs(growth) <= tolerance,
  ],
  [
    'longest main-thread task',
    `${longest.toFixed(1)} ms of processor time, of ${tasks.length}`,
    longest <= longestTask,
  ],
  ['device freed', freed ? 'yes' : 'no', freed],
  ...(hears === undefined ? [] : /** @type {const} */ ([['heard', `${hears}`, isHeard]])),
]
for (const [what, found, isGood] of findings) console.log(`${isGood ? '✓' : '✗'} ${what}: ${found}`)
process.exitCode = findings.every(([, , isGood]) => isGood) ? 0 : 1
