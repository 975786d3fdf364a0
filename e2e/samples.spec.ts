import { expect, type Page, test } from '@playwright/test'
import { download, expectResult, exportJson, open, result } from './app.ts'
import { expectNoFindings } from './axe.ts'

/** Runs a sample with one click; checks that there is a result, and its accessibility. */
async function clickSample(page: Page, title: string): Promise<void> {
  await open(page)
  await page.getByRole('button', { name: title }).click()
  await expectResult(page)
  await expectNoFindings(page)
}

test('the first sample, a photo, is recognised as a cat', async ({ page }) => {
  await clickSample(page, 'Run the first sample')
  await expect(result(page)).toContainText('Egyptian cat')
  const { outputs } = await exportJson(page)
  expect(outputs[0]?.top[0]).toMatchObject({ label: 'Egyptian cat', index: 7 })
  expect(outputs[0]?.top[0]?.value).toBeGreaterThan(0.4)
})

test('each doodle is recognised', async ({ page }) => {
  await clickSample(page, 'Doodles')
  const rows = page.getByRole('button', { name: /^(sailboat|umbrella|cat)\.png/ })
  for (const thing of ['sailboat', 'umbrella', 'cat']) {
    await expect(rows.filter({ hasText: new RegExp(`${thing}\\.png\\s*${thing}`) })).toBeVisible()
  }
})

test('each digit is recognised', async ({ page }) => {
  await clickSample(page, 'Handwritten digits')
  for (const digit of [7, 3, 5]) {
    await page
      .getByRole('region', { name: 'Result' })
      .getByRole('button', { name: `digit-${digit}.png` })
      .click()
    await expectResult(page)
    const { inputs, outputs } = await exportJson(page)
    expect(inputs[0]?.file).toContain(`digit-${digit}.png`)
    expect(outputs[0]?.top[0]).toMatchObject({ index: digit, label: String(digit) })
  }
})

test('the rings of each abalone are estimated', async ({ page }) => {
  await clickSample(page, 'Age of abalones')
  const { outputs } = await exportJson(page)
  expect(outputs[0]?.shape).toEqual([8, 1])
  // The first row, computed by plain TensorFlow.js.
  expect(Number(outputs[0]?.values[0])).toBeCloseTo(9.21684, 3)
})

test('the parrot is enlarged to twice its size', async ({ page }) => {
  await clickSample(page, 'A larger parrot')
  const { outputs, inputs } = await exportJson(page)
  expect(inputs[0]?.shape).toEqual([1, 96, 96, 3])
  expect(outputs[0]?.shape).toEqual([1, 192, 192, 3])
  expect(outputs[0]?.stats.max).toBeGreaterThan(0.9)
  expect(outputs[0]?.stats.max).toBeLessThan(1.3)
})

for (const [title, view, headline] of [
  ['Things on a beach', 'boxes', /\d+ people, \d kites/],
  ['Faces in an office', 'boxes', /[4-6] faces/],
  ['A squat', 'keypoints', '1 person'],
] as const) {
  test(`${title}: found and drawn`, async ({ page }) => {
    await clickSample(page, title)
    await expect(result(page)).toHaveAttribute('data-view', view)
    await expect(page.getByTestId('rail-result')).toContainText(headline)
  })
}

test('the portrait gives a mask of the person', async ({ page }) => {
  await clickSample(page, 'Portrait mask')
  await expect(page.getByTestId('result')).toHaveAttribute('data-view', 'mask')
  await expect(result(page).getByRole('button', { name: /^foreground, [56]\d\.\d % of the picture$/ })).toBeVisible()
  const { outputs } = await exportJson(page)
  expect(outputs[0]?.shape).toEqual([1, 256, 256, 1])
  const mask = outputs[0]?.values.map(Number) ?? []
  const at = (x: number, y: number) => mask[y * 256 + x] ?? Number.NaN
  expect(at(128, 128)).toBeGreaterThan(0.9)
  expect(at(8, 8)).toBeLessThan(0.1)
})

test('the Keras file recognises each digit', async ({ page }) => {
  await clickSample(page, 'Keras digits')
  const rows = page.getByRole('region', { name: 'Result' }).getByRole('button', { name: /^digit-/ })
  for (const digit of [2, 8, 9])
    await expect(rows.filter({ hasText: `digit-${digit}.png${digit}: 100 %` })).toBeVisible()
  const { model } = await exportJson(page)
  expect(model).toMatchObject({ format: 'keras', signature: 'default' })
  expect(model.operations.after).toBeLessThan(model.operations.before)
})

/**
 * The softmax of the logits that NumPy computes for the first row with the file's weights: 2.871408, −0.803935,
 * −2.751809.
 */
const penguinScores = [0.971876, 0.02462, 0.00351]

test('a SavedModel that takes records classifies the penguins', async ({ page }) => {
  await clickSample(page, 'Penguins')
  // Four inputs that are columns of one file are one table; so are the nine answers.
  const table = page.getByRole('region', { name: 'Inputs from penguins.csv' }).getByRole('table').first()
  await expect(table.getByRole('columnheader')).toHaveCount(5)
  const answers = result(page).getByRole('table', { name: 'Predictions by row' })
  const rows = answers.getByRole('button', { name: /^Row \d/ })
  await rows.nth(3).click()
  await expect(rows.nth(3)).toHaveAttribute('aria-current', 'true')
  // The selected row stays selected, wherever sorting puts it.
  const mass = answers.getByRole('columnheader', { name: 'body_mass_g' })
  await mass.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(mass).toHaveAttribute('aria-sort', 'descending')
  const shown = await rows.allTextContents()
  expect(shown).toHaveLength(9)
  expect(shown[0]).not.toBe('Row 0')
  await expect(answers.getByRole('button', { name: 'Row 3' })).toHaveAttribute('aria-current', 'true')
  await expectNoFindings(page)
  const csv = (await download(page, page.getByTestId('export-csv'))).bytes.toString().split('\r\n')
  expect(csv[0]).toMatch(/^culmen_length_mm,culmen_depth_mm,flipper_length_mm,body_mass_g,label,index,score,/)
  expect(csv[1]).toMatch(/^0\.2545454545454545,0\.6666666666666666,0\.15254237288135594,0\.2916666666666667,.*,0,0\.97/)
  const { inputs, model, outputs } = await exportJson(page)
  expect(model).toMatchObject({ format: 'saved-model', signature: 'serving_default' })
  expect(inputs).toHaveLength(4)
  expect(outputs[0]?.shape).toEqual([9, 3])
  const values = outputs[0]?.values.map(Number) ?? []
  for (const [i, value] of penguinScores.entries()) expect(values[i]).toBeCloseTo(value, 4)
  const species = Array.from({ length: 9 }, (_, row) => {
    const scores = values.slice(3 * row, 3 * row + 3)
    return scores.indexOf(Math.max(...scores))
  })
  expect(species).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2])
})

/** Models in training formats run on GPU backends too, emulated in software here. */
for (const [backend, tags] of [
  ['webgl', ''],
  ['webgpu', ' @webgpu'],
]) {
  test(`the Keras digits and the penguins on ${backend}${tags}`, async ({ page }) => {
    await open(page, `?sample=keras&backend=${backend}`)
    await expectResult(page)
    const digits = await exportJson(page)
    expect(digits.backend.id).toBe(backend)
    expect(digits.outputs[0]?.top[0]?.value).toBeGreaterThan(0.99)
    await open(page, `?sample=penguins&backend=${backend}`)
    await expectResult(page)
    const penguins = await exportJson(page)
    expect(penguins.backend.id).toBe(backend)
    for (const [i, value] of penguinScores.entries())
      expect(Number(penguins.outputs[0]?.values[i])).toBeCloseTo(value, 4)
  })
}
