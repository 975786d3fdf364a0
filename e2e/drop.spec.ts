import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import {
  drag,
  expectModel,
  expectNextResult,
  expectResult,
  exportJson,
  fillWith,
  fixture,
  made,
  open,
  pickFiles,
  pickInputs,
  run,
  samplePath,
} from './app.ts'
import { type Entry, tarGz, zip } from './archives.ts'

const digits = ['model.json', 'group1-shard1of1.bin', 'labels.txt', 'digit-7.png']
const digitFiles = digits.map((name) => samplePath(`digits/${name}`))
const entries = (folder: string): Entry[] =>
  digits.map((name) => ({ path: `${folder}/${name}`, bytes: readFileSync(samplePath(`digits/${name}`)) }))

async function paste(page: Page): Promise<void> {
  const files = digitFiles.map((path, i) => ({ name: digits[i] ?? '', base64: readFileSync(path).toString('base64') }))
  await page.evaluate((list) => {
    const clipboardData = new DataTransfer()
    for (const { name, base64 } of list) {
      clipboardData.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name))
    }
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, files)
}

test.beforeEach(({ page }) => open(page))

/** Drops the model with its picture, and expects a new result. */
async function expectSeven(page: Page, drop: () => Promise<unknown>): Promise<void> {
  await expectNextResult(page, drop)
  const { outputs } = await exportJson(page)
  expect(outputs[0]?.top[0]?.label).toBe('7')
}

test('a model and its input come in one drag in any order, as a folder, an archive, or pasted', async ({ page }) => {
  await test.step('files, in any order', () => expectSeven(page, () => drag(page, [...digitFiles].reverse())))
  await test.step('a folder', async () => {
    await expectNextResult(page, () => drag(page, [samplePath('digits')]))
    await expectModel(page, 'digits')
  })
  await test.step('a zip', async () => {
    const file = made('export.zip', await zip(entries('some/folder')))
    await expectSeven(page, () => pickFiles(page, [file]))
  })
  await test.step('a tar.gz', async () => {
    const file = made('export.tar.gz', tarGz(entries('some/folder')))
    await expectSeven(page, () => pickFiles(page, [file]))
  })
  await test.step('pasted files', () => expectSeven(page, () => paste(page)))
})

test('the input before the model', async ({ page }) => {
  await pickFiles(page, [samplePath('digits/digit-7.png')])
  await expect(page.getByText(/One input is waiting for a model/)).toBeVisible()
  await expectSeven(page, () => pickFiles(page, digitFiles.slice(0, 3)))
})

test('several models in one drop: the user picks one', async ({ page }) => {
  await drag(page, [fixture('matmul')])
  const models = page.getByRole('list', { name: 'Models in the drop' })
  await expect(models.getByRole('button')).toHaveCount(2)
  await models.getByRole('button', { name: 'model_new.json' }).click()
  await expect(page.getByTestId('model-ready')).toContainText('model_new.json')
  await pickInputs(page, [made('Placeholder.json', '[[1, 2], [3, 4]]')])
  await expectResult(page)
  const values = (await exportJson(page)).outputs[0]?.values.map(Number) ?? []
  for (const [i, wanted] of [1.49615, 0.0831378, 3.00967, -0.28385].entries()) expect(values[i]).toBeCloseTo(wanted, 4)
})

test('two inputs are filled with values, or by files with their names', async ({ page }) => {
  await drag(page, [fixture('prefetch')])
  await fillWith(page, 'cur_page', 'Zeros')
  await expect(page.getByText('Input session_index has no source yet.')).toBeVisible()
  await fillWith(page, 'session_index', 'Ones')
  await run(page)
  await expect(page.getByTestId('result')).toBeVisible()
  const files = [made('session_index.json', '[1]'), made('cur_page.json', '[5]')]
  await expectNextResult(page, () => pickInputs(page, files))
  const { outputs } = await exportJson(page)
  expect(Number(outputs[0]?.values[0])).toBeCloseTo(0.392216, 4)
})
