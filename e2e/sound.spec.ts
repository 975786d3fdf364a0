import { expect, test } from '@playwright/test'
import { expectResult, exportJson, open, pickInputs, result } from './app.ts'
import { expectNoFindings } from './axe.ts'
import { tone } from './tone.ts'

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
