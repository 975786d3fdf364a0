import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { expectNextResult, expectResult, made, open, pickInputs } from './app.ts'
import { watch } from './site.ts'

const fixtures = new URL('../src/inputs/formats/fixtures/', import.meta.url)
const { pictures, jpeg } = JSON.parse(readFileSync(new URL('pictures.json', fixtures), 'utf8')) as {
  readonly pictures: Readonly<Record<string, { readonly file: string }>>
  /** A DICOM file of 28 × 28 pixels that the browser decodes, and the mean of its window in another decoder. */
  readonly jpeg: { readonly file: string; readonly mean: number }
}
const fixtureOf = (name: string) => Buffer.from(pictures[name]?.file ?? '', 'base64')

/** Three frames of 32 × 32 pixels, red, green and blue, written by Pillow. */
const animation =
  'R0lGODlhIAAgAIEAAP8AAAAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAIAAgAAAINQABCBxIsKDBgwgTKlzIsKHDhxAjSpxIsaLFixgzatzIsaPHjyBDihxJsqTJkyhTqlzJUmRAACH5BAEKAAEALAAAAAAgACAAgQD/AAAAAAAAAAAAAAg1AAEIHEiwoMGDCBMqXMiwocOHECNKnEixosWLGDNq3Mixo8ePIEOKHEmypMmTKFOqXMlSZEAAIfkEAQoAAQAsAAAAACAAIACBAAD/AAAAAAAAAAAACDUAAQgcSLCgwYMIEypcyLChw4cQI0qcSLGixYsYM2rcyLGjx48gQ4ocSbKkyZMoU6pcyVJkQAA7'

test('pictures that browsers do not decode are read, shown, and run', async ({ page }) => {
  const wrong = watch(page)
  await open(page, '?sample=digits')
  await expectResult(page)
  const original = page.getByRole('img', { name: /^The original/ })
  for (const [name, content, says] of [
    ['photo.heic', readFileSync(new URL('colors.heic', fixtures)), /HEIC, 64 × 64/],
    ['scan.tif', fixtureOf('tiff tiles'), /TIFF, 8 bits, 33 × 20/],
    ['ct.dcm', fixtureOf('dicom window'), /DICOM, 7 × 5, 16 bits/],
    ['deep.png', fixtureOf('png rgb'), /PNG of 16 bits, 7 × 5/],
  ] as const) {
    await test.step(name, async () => {
      await expectNextResult(page, () => pickInputs(page, [made(name, content)]))
      await expect(page.locator('section[data-input]')).toContainText(says)
      await expect(original).toHaveAccessibleName(new RegExp(name))
      await expect.poll(() => original.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(1)
    })
  }
  await test.step('JPEG in a DICOM file has the values of another decoder', async () => {
    await expectNextResult(page, () => pickInputs(page, [made('jpeg.dcm', Buffer.from(jpeg.file, 'base64'))]))
    const input = page.locator('section[data-input]')
    await expect(input).toContainText(/DICOM, 28 × 28, 8 bits/)
    const mean = Number(/mean ([\d.]+)/.exec((await input.textContent()) ?? '')?.[1])
    // The sample takes light strokes on a dark ground, so that the picture may have been inverted.
    expect(Math.min(Math.abs(mean - jpeg.mean), Math.abs(1 - mean - jpeg.mean))).toBeLessThan(5e-4)
  })
  await test.step('an SVG drawing is drawn at its own size or another, over a colour', async () => {
    // Black on the left, nothing on the right.
    const half = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><path d="M0 0h14v28H0z"/></svg>'
    await expectNextResult(page, () => pickInputs(page, [made('half.svg', half)]))
    const input = page.locator('section[data-input]')
    await expect(input).toContainText('SVG, 28 × 28, with transparency')
    await expect(input).toContainText('composited over white')
    await expect(input).toContainText('mean 0.5')
    await expect.poll(() => original.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(28)
    await expectNextResult(page, () => page.getByLabel('Read: Transparency').selectOption('black'))
    await expect(input).toContainText('0 … 0')
    await page.getByRole('button', { name: 'Read: more options' }).click()
    const width = page.locator('[data-step="read"]').getByRole('textbox')
    await width.fill('56')
    await width.press('Enter')
    await expect(input).toContainText('SVG, 56 × 56')
    await page.getByRole('button', { name: 'Read: fewer options' }).click()
  })
  await test.step('the window of a DICOM file is chosen', async () => {
    await expectNextResult(page, () => pickInputs(page, [made('again.dcm', fixtureOf('dicom window'))]))
    await page.getByLabel('Read: Window').selectOption('custom')
    await expect(page.locator('section[data-input]')).toContainText('window 40 ± 200')
  })
  await test.step('a frame of an animation is chosen', async () => {
    await expectNextResult(page, () => pickInputs(page, [made('three.gif', Buffer.from(animation, 'base64'))]))
    const input = page.locator('section[data-input]')
    await expect(input).toContainText('GIF, frame 1 of 3, 32 × 32')
    await page.getByRole('button', { name: 'Read: more options' }).click()
    const frame = page.locator('[data-step="read"]').getByRole('textbox')
    await frame.fill('2')
    await frame.press('Enter')
    await expect(input).toContainText('GIF, frame 2 of 3')
  })
  expect(wrong).toEqual([])
})
