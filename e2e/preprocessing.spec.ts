import { expect, test } from '@playwright/test'
import { download, drag, expectResult, exportJson, made, open, pickFiles, result, run, samplePath } from './app.ts'

const scale = 'Scale: Range'

test('a step is edited: the picture follows, the result is stale until the next run, and the settings are saved', async ({
  page,
}) => {
  await open(page, '?sample=photo')
  await expectResult(page)
  const seen = page.getByRole('img', { name: /^What the model sees: 224 × 224/ })
  await expect(seen).toBeVisible()
  const corner = await seen.evaluate((element) => {
    const context = (element as HTMLCanvasElement).getContext('2d')
    return [...(context?.getImageData(2, 2, 1, 1).data ?? [])]
  })
  // The photo's corner is nearly white.
  expect(Math.min(...corner.slice(0, 3))).toBeGreaterThan(200)
  await page.getByLabel(scale).selectOption('minus-one-one')
  await expect(page.getByRole('img', { name: /values from −/ })).toBeVisible()
  await expect(result(page)).toHaveAttribute('data-state', 'stale')
  await expect(result(page)).toContainText('Egyptian cat')
  await run(page)
  const { preprocessing } = await exportJson(page)
  expect(preprocessing.find(({ id }) => id === 'scale')).toMatchObject({
    chosenBy: 'person',
    values: { scale: 'minus-one-one' },
  })
  const saved = await download(page, page.getByRole('button', { name: 'Save settings' }))
  expect(saved.name).toBe('glassbox.json')
  await page.getByRole('button', { name: 'Reset all steps' }).click()
  await expect(page.getByLabel(scale)).toHaveValue('zero-one')
  await expect(result(page)).toHaveAttribute('data-state', 'stale')
})

test('saved settings dropped with the model are applied', async ({ page }) => {
  await open(page)
  const folder = await page.request.get('samples/digits/model.json')
  expect(folder.ok()).toBe(true)
  const settings = { glassbox: 1, settings: { input_layer: [{ id: 'scale', values: { scale: 'none' } }] } }
  await pickFiles(page, [
    made('glassbox.json', JSON.stringify(settings)),
    made('model.json', await folder.body()),
    made('group1-shard1of1.bin', await (await page.request.get('samples/digits/group1-shard1of1.bin')).body()),
    made('seven.png', await (await page.request.get('samples/digits/digit-7.png')).body()),
  ])
  await expectResult(page)
  await expect(page.getByLabel(scale)).toHaveValue('none')
  await expect(page.getByRole('list', { name: 'Steps that prepare input_layer' })).toContainText(
    'set in the saved settings',
  )
})

test('a colour picture for a grey input is converted, with a note', async ({ page }) => {
  await open(page)
  await drag(page, [
    ...['model.json', 'group1-shard1of1.bin'].map((name) => samplePath(`digits/${name}`)),
    samplePath('photo/cat.jpg'),
  ])
  await expectResult(page)
  await expect(page.getByRole('list', { name: 'Steps that prepare input_layer' })).toContainText(/grey/i)
  await expect(page.getByRole('list', { name: 'Warnings' })).toBeVisible()
})
