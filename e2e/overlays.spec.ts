import { expect, type Locator, type Page, test } from '@playwright/test'
import {
  download,
  error,
  expectResult,
  exportJson,
  type MadeFile,
  made,
  open,
  pickFiles,
  pickInputs,
  result,
  runCount,
  samplePath,
} from './app.ts'
import { expectNoFindings } from './axe.ts'
import { fixedModel } from './graph-model.ts'

/** A photo of 384 × 384 pixels, fed as 96 × 96. */
const photo = samplePath('mask/grace-hopper.jpg')
const side = 96

/** left, top, right, bottom, score, class in pixels of the input; the rest of the rows are empty. */
const found = [
  [12, 24, 36, 60, 0.9, 1],
  [48, 12, 84, 84, 0.75, 0],
  [50, 14, 60, 30, 0.6, 1],
  [5, 5, 20, 20, 0.1, 0],
]
const detections = {
  name: 'detections',
  shape: [1, 100, 6],
  values: Array.from({ length: 100 }, (_, row) => found[row] ?? [0, 0, 0, 0, 0, 0]).flat(),
}
const labels = made('labels.txt', 'cat\ndog\n')

async function show(page: Page, files: readonly MadeFile[]): Promise<void> {
  await open(page)
  await pickFiles(page, files)
  await pickInputs(page, [photo])
  await expectResult(page)
}

const list = (page: Page, name: string): Locator => result(page).getByRole('region', { name })
const rows = (page: Page, name: string): Locator => list(page, name).getByRole('button')

/** The colour of the drawing at a position of the picture, as shown. */
function colourAt(page: Page, x: number, y: number): Promise<readonly number[]> {
  return result(page)
    .locator('[role=img] > canvas')
    .first()
    .evaluate(
      (canvas: HTMLCanvasElement, [across = 0, down = 0]) => [
        ...(canvas
          .getContext('2d')
          ?.getImageData(Math.round((across / 384) * canvas.width), Math.round((down / 384) * canvas.height), 1, 1)
          .data ?? []),
      ],
      [x, y],
    )
}

test('boxes lie on the photo, the list says the same, and their controls act without a run', async ({ page }) => {
  await show(page, [...fixedModel(side, [detections]), labels])
  await expect(result(page)).toHaveAttribute('data-view', 'boxes')
  await expect(page.getByTestId('rail-result')).toContainText('2 dogs, 1 cat')
  await expect(rows(page, 'Boxes, best first')).toHaveText([/1dog0\.9000.*48, 96 px96 × 144 px/, /2cat/, /3dog/])
  // On the edges of the best box, and not inside it.
  const hue = [86, 180, 233, 255]
  for (const [x, y] of [
    [48, 200],
    [144, 200],
    [100, 240],
  ] as const)
    expect(await colourAt(page, x, y)).toEqual(hue)
  expect((await colourAt(page, 100, 200))[3]).toBe(0)

  const { readings } = await exportJson(page)
  expect(readings[0]).toMatchObject({
    view: 'boxes',
    data: { items: [{ label: 'dog', index: 1, x: 48, y: 96, width: 96, height: 144 }, { label: 'cat' }, {}] },
  })
  const { bytes } = await download(page, result(page).getByRole('button', { name: 'PNG with boxes' }))
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([384, 384])

  const run = await runCount(page)
  const threshold = page.getByTestId('reading-option-threshold')
  const all = rows(page, 'Boxes, best first')
  await threshold.fill('0.05')
  await expect(all).toHaveCount(4)
  await threshold.fill('0.95')
  await expect(result(page).getByRole('status')).toContainText('the greatest score is 0.90 (dog)')
  await result(page).getByRole('button', { name: 'Show it' }).click()
  await expect(all).toHaveCount(1)
  await page.getByRole('button', { name: 'Lowest score: reset to automatic' }).click()
  await expect(all).toHaveCount(3)

  await result(page).getByRole('button', { name: 'dog 2' }).click()
  await expect(all).toHaveCount(2)
  await expect(result(page).getByRole('status')).toContainText('1 of other classes')
  await result(page).getByRole('button', { name: 'all 3' }).click()
  await expect(all).toHaveCount(3)

  await all.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(all.nth(1)).toBeFocused()
  await expect(all.nth(1)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Home')
  await expect(all.first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(result(page).getByRole('button', { name: 'Whole picture' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(result(page).getByRole('button', { name: 'Whole picture' })).toBeHidden()
  expect(await runCount(page)).toBe(run)

  await page.evaluate(() => {
    OffscreenCanvas.prototype.convertToBlob = () => Promise.reject(new Error('no memory'))
  })
  await result(page).getByRole('button', { name: 'PNG with boxes' }).click()
  await expect(error(page)).toContainText('boxes.png could not be drawn: no memory.')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectNoFindings(page)
  }
})

test('key points of a person, narrow', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 900 })
  const values = Array.from({ length: 17 }, (_, i) => [i / 20, 0.25, i === 3 ? 0.1 : 0.8]).flat()
  await show(page, fixedModel(side, [{ name: 'pose', shape: [1, 1, 17, 3], values }]))
  await expect(result(page)).toHaveAttribute('data-view', 'keypoints')
  await expect(page.getByTestId('rail-result')).toContainText('1 person')
  const points = list(page, 'Points').getByRole('listitem')
  await expect(points.nth(0)).toContainText(/nose\s*96\.0, 0\.0\s*0\.8000/)
  await expect(points.nth(2)).toContainText(/right eye\s*96\.0, 38\.4/)
  expect((await colourAt(page, 96, 38))[3]).toBe(255)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
  await expectNoFindings(page)
})

test('a class for each pixel, with its share', async ({ page }) => {
  const pixels = side * side
  // The upper quarter is sky, and the rest is ground.
  const values = Array.from({ length: pixels }, (_, i) => (i < pixels / 4 ? [0, 0, 5] : [0, 4, 0])).flat()
  const classes = { name: 'segments', shape: [1, side, side, 3], values, op: 'Softmax' }
  await show(page, [...fixedModel(side, [classes]), made('labels.txt', 'background\nground\nsky\n')])
  await expect(result(page)).toHaveAttribute('data-view', 'mask')
  await expect(page.getByTestId('rail-result')).toContainText('ground 75 %, sky 25 %')
  const legend = rows(page, 'Classes, largest first')
  await expect(legend).toHaveText([/ground75\.0 %/, /sky25\.0 %/])
  const sky = await colourAt(page, 200, 60)
  expect(sky).not.toEqual(await colourAt(page, 200, 200))
  await legend.nth(0).hover()
  await expect.poll(async () => (await colourAt(page, 200, 60))[3]).toBe(0)
  await page.getByTestId('reading-option-sure').click()
  await expect.poll(async () => (await colourAt(page, 200, 200))[3]).toBeGreaterThan(0)
  const { bytes } = await download(page, result(page).getByRole('button', { name: 'Cut-out' }))
  expect(bytes.readUInt32BE(16)).toBe(384)
  await expectNoFindings(page)
})
