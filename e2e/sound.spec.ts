import { readFileSync } from 'node:fs'
import { test as base, expect } from '@playwright/test'
import { fakeMicrophone, toneWav } from '../scripts/fake-microphone.mjs'
import {
  expectModel,
  expectResult,
  exportJson,
  open,
  patience,
  pickFiles,
  pickInputs,
  result,
  samplePath,
} from './app.ts'
import { expectNoFindings } from './axe.ts'
import { hold, loseWorker, refuse, tracks } from './held.ts'
import { tone } from './tone.ts'

/** A browser whose microphone hears a tone of 440 Hz. */
const test = base.extend<object, { launchOptions: object }>({
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use, { project, parallelIndex }) => {
      const { launchOptions = {} } = project.use
      const microphone = await fakeMicrophone(toneWav(440, 20), `test-results/microphone-${parallelIndex}.wav`)
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] })
    },
    { scope: 'worker' },
  ],
})

/** A tone of 880 Hz in other formats. */
const sounds = new URL('fixtures/sounds/', import.meta.url)

/** The beginning of the Ode to Joy, with the start of each note in beats of 0.4 s. */
const tune = 'E4 E4 F4 G4 G4 F4 E4 D4 C4 C4 D4 E4 E4 D4 D4'.split(' ')

interface Note {
  readonly name: string
  readonly start: number
}

function notesOf([first]: readonly { readonly data: unknown }[]): readonly Note[] {
  return (first?.data as { readonly notes: readonly Note[] } | undefined)?.notes ?? []
}

test('an MP3 is decoded, its notes are found, drawn on one time axis and played; a WAV follows', async ({ page }) => {
  await open(page, '?sample=notes')
  await expectResult(page)
  await expect(result(page)).toHaveAttribute('data-view', 'series')
  await expect(page.getByTestId('rail-result')).toContainText('15 notes')
  const { readings, inputs } = await exportJson(page)
  expect(inputs[0]?.shape).toEqual([5, 43_844, 1])
  const notes = notesOf(readings)
  expect(notes.map(({ name }) => name)).toEqual(tune)
  for (const [i, { start }] of notes.slice(0, 13).entries())
    expect(Math.abs(start - (0.2 + 0.4 * i))).toBeLessThan(0.06)
  await expectNoFindings(page)

  const slider = page.getByRole('slider', { name: 'Time in the sound' })
  await slider.focus()
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAttribute('aria-valuetext', /^0\.40 s: E4 0\.\d+$/)
  await page.keyboard.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', /: nothing$/)
  await page.keyboard.press('Home')
  await page.keyboard.press(' ')
  await expect(result(page).getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThan(0.3)
  await page.keyboard.press(' ')
  await page
    .getByRole('button', { name: /^C4 at / })
    .first()
    .click()
  await expect(slider).toHaveAttribute('aria-valuetext', /C4 0/)

  await pickInputs(page, [tone('a5.wav', 880, 1.2)])
  await expect(page.getByTestId('rail-result')).toContainText('1 note')
  await expectResult(page)
  const second = notesOf((await exportJson(page)).readings)
  expect(second.map(({ name }) => name)).toEqual(['A5'])

  // Builds of Chromium without licensed codecs have no AAC.
  const plays = await page.evaluate(() => new Audio().canPlayType('audio/mp4; codecs="mp4a.40.2"') !== '')
  for (const [file, label, isDecoded] of [
    ['a5.ogg', 'Ogg', true],
    ['a5.flac', 'FLAC', true],
    ['a5.m4a', 'MPEG-4 audio', plays],
  ] as const) {
    await test.step(file, async () => {
      await pickInputs(page, [{ name: file, mimeType: '', buffer: readFileSync(new URL(file, sounds)) }])
      if (!isDecoded) {
        const says = `${file} looks like ${label}, but the browser cannot decode it`
        await expect(page.getByTestId('error').first()).toContainText(says)
        return
      }
      await expect(page.locator('section[data-input]')).toContainText(new RegExp(`${label}, [\\d.]+ s, 22\\.05 kHz`))
      await expect(result(page)).toHaveAttribute('data-state', 'done')
      await expect(page.getByTestId('rail-result')).toContainText('1 note')
      const { inputs, readings: heard } = await exportJson(page)
      expect(inputs[0]?.file).toContain(file)
      expect(notesOf(heard).map(({ name }) => name)).toEqual(['A5'])
    })
  }
})

test('a sound that the browser cannot decode is named, and nothing else is lost', async ({ page }) => {
  await open(page, '?sample=notes')
  await expectResult(page)
  await pickInputs(page, [{ name: 'broken.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('ID3 this is no sound') }])
  await expect(page.getByTestId('error').first()).toContainText(
    'broken.mp3 looks like MP3, but the browser cannot decode it',
  )
  await expect(page.getByTestId('model-ready')).toBeVisible()
})

test('the microphone is opened by a click, recorded, freed by Stop, and heard', async ({ page }) => {
  await hold(page)
  const held = () => tracks(page)
  await open(page, '?sample=notes')
  await expectResult(page)
  expect(await held()).toEqual([])
  await refuse(page, 'NotAllowedError')
  await page.getByTestId('record').click()
  await expect(page.getByTestId('error').first()).toContainText('The microphone was not allowed')
  await page.getByTestId('record').click()
  await expect.poll(async () => Number(await page.getByRole('meter').getAttribute('value'))).toBeGreaterThan(0.2)
  expect(await held()).toEqual(['live'])
  await expect(page.getByText(/recording (1\.[5-9]|[2-9]\.|\d\d)/)).toBeVisible()
  await page.getByTestId('record-stop').click()
  await expect.poll(held).toEqual(['ended'])
  await expect(page.getByRole('figure')).toContainText(/recording-\d{6}\.wav/)
  await expectResult(page)
  await expect.poll(async () => notesOf((await exportJson(page)).readings).some(({ name }) => name === 'A4')).toBe(true)
  // Live: each window ends with the newest sound.
  await page.getByTestId('source-microphone').check()
  expect(await held()).toEqual(['ended'])
  await page.getByTestId('live-start').click()
  const live = page.getByTestId('live')
  await expect(live).toContainText('A4', { timeout: patience })
  await expect
    .poll(async () => Number(await live.getAttribute('data-frames')), { timeout: patience })
    .toBeGreaterThan(3)
  await expect(live).toContainText(/Each window ends with the newest sound/)
  await expect(live.getByRole('button', { name: 'Play' })).toHaveCount(0)
  await expect(page.getByRole('region', { name: /^Input / })).toContainText('the last 2.04 s')
  await expect.poll(async () => Number(await page.getByRole('meter').getAttribute('value'))).toBeGreaterThan(0.2)
  expect(await held()).toEqual(['ended', 'live'])
  await expectNoFindings(page)
  await loseWorker(page)
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('The worker was lost', {
    timeout: patience,
  })
  const before = Number(await live.getAttribute('data-frames'))
  await expect
    .poll(async () => Number(await live.getAttribute('data-frames')), { timeout: patience })
    .toBeGreaterThan(before + 1)
  await expect(live).toContainText('A4')
  expect(await held()).toEqual(['ended', 'live'])
  await page.getByTestId('live-stop').click()
  await expect.poll(held).toEqual(['ended', 'ended'])
  await page.getByTestId('source-file').check()
  // The microphone stays in sight until it is freed, whatever model is loaded.
  await page.getByTestId('record').click()
  await expect(page.getByTestId('record-stop')).toBeVisible()
  await pickFiles(
    page,
    ['model.json', 'group1-shard1of1.bin'].map((name) => samplePath(`digits/${name}`)),
  )
  await expectModel(page, 'model')
  await page.getByTestId('record-cancel').click()
  await expect.poll(held).toEqual(['ended', 'ended', 'ended'])
  await expect(page.getByTestId('record-stop')).toHaveCount(0)
})
