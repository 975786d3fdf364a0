import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { expectNextResult, expectResult, made, open, pickInputs } from './app.ts'
import { watch } from './site.ts'

const fixtures = new URL('../src/inputs/formats/fixtures/', import.meta.url)
const { pictures } = JSON.parse(readFileSync(new URL('pictures.json', fixtures), 'utf8')) as {
  readonly pictures: Readonly<Record<string, { readonly file: string }>>
}
const fixtureOf = (name: string) => Buffer.from(pictures[name]?.file ?? '', 'base64')

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
  await test.step('the window of a DICOM file is chosen', async () => {
    await expectNextResult(page, () => pickInputs(page, [made('again.dcm', fixtureOf('dicom window'))]))
    await page.getByLabel('Read: Window').selectOption('custom')
    await expect(page.locator('section[data-input]')).toContainText('window 40 ± 200')
  })
  expect(wrong).toEqual([])
})
