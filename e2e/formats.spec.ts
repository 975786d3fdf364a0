import { readdirSync, readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { drag, error, expectModel, expectNextResult, exportJson, fixture, made, model, open, pickFiles } from './app.ts'
import { type Entry, tarGz, zip } from './archives.ts'

/** Drops files written by Python; the results must equal TensorFlow's. */

interface Reference {
  readonly input: { readonly shape: readonly number[]; readonly data: readonly number[] }
  readonly output: { readonly shape: readonly number[]; readonly data: readonly number[] }
}

const keras = (path: string) => fixture(`keras/${path}`)
const savedModel = ['saved_model.pb', 'variables/variables.index', 'variables/variables.data-00000-of-00001']
const entries = (folder: string, base: string): Entry[] =>
  (readdirSync(base, { recursive: true }) as string[])
    .filter((path) => /\.[^/]+$/.test(path))
    .map((path) => ({ path: `${folder}/${path}`, bytes: readFileSync(`${base}/${path}`) }))

/** A float32 array as NumPy writes it, version 1.0. */
function npy(shape: readonly number[], data: readonly number[]): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(117)
  const head = Buffer.from(`\x93NUMPY\x01\x00v\x00${header}\n`, 'latin1')
  return Buffer.concat([head, Buffer.from(new Float32Array(data).buffer)])
}

/** Waits for the dropped model, runs it on the input of `folder`, and compares the output. */
async function expectNumbers(page: Page, name: string, folder: string): Promise<void> {
  await expectModel(page, name)
  const { input, output } = JSON.parse(readFileSync(fixture(`${folder}/reference.json`), 'utf8')) as Reference
  await expectNextResult(page, () => pickFiles(page, [made('input.npy', npy(input.shape, input.data))]))
  const { outputs } = await exportJson(page)
  expect(outputs[0]?.shape).toEqual(output.shape)
  output.data.forEach((value, i) => {
    expect(Number(outputs[0]?.values[i])).toBeCloseTo(value, 4)
  })
}

test.beforeEach(({ page }) => open(page))

test('a .keras file @wasm @webgpu', async ({ page }) => {
  await drag(page, [keras('model.keras')])
  await expect(model(page)).toContainText('Keras')
  await expectNumbers(page, 'model', 'keras')
})

test('the other files that Python writes, one after the other', async ({ page }) => {
  await test.step('an .h5 file', async () => {
    await pickFiles(page, [keras('model.h5')])
    await expectNumbers(page, 'model', 'keras')
  })
  await test.step('the folder of a SavedModel', async () => {
    await drag(page, [keras('saved_model')])
    await expect(model(page)).toContainText('SavedModel')
    await expectNumbers(page, 'saved_model', 'keras')
  })
  await test.step('a zip of a SavedModel', async () => {
    await pickFiles(page, [made('export.zip', await zip(entries('some/folder', keras('saved_model'))))])
    await expectNumbers(page, 'folder', 'keras')
  })
  await test.step('a tar.gz of a SavedModel', async () => {
    await pickFiles(page, [made('export.tar.gz', tarGz(entries('1', keras('saved_model'))))])
    await expectNumbers(page, 'export', 'keras')
  })
  await test.step('the files of a SavedModel without their folders', async () => {
    await pickFiles(
      page,
      savedModel.map((path) => keras(`saved_model/${path}`)),
    )
    await expectNumbers(page, 'saved_model', 'keras')
  })
  await test.step('a model.json converted from Keras 3', async () => {
    await pickFiles(page, [fixture('keras3_tfjs/model.json'), fixture('keras3_tfjs/group1-shard1of1.bin')])
    await expectNumbers(page, 'model', 'keras3_tfjs')
  })
  await test.step('a SavedModel without variables names the missing file', async () => {
    await pickFiles(page, [keras('saved_model/saved_model.pb')])
    await expect(error(page)).toHaveAttribute('data-code', 'weights-missing')
    await expect(error(page)).toContainText('variables/variables.index is missing')
  })
})

/** GPU kernels have limits that Wasm kernels lack. */
for (const [folder, backend, tags] of [
  ['volume', 'webgl', ''],
  ['volume', 'webgpu', ' @webgpu'],
  ['masked', 'webgpu', ' @webgpu'],
] as const) {
  test(`the SavedModel ${folder} on ${backend}${tags}`, async ({ page }) => {
    await open(page, `?backend=${backend}`)
    await drag(page, [fixture(`${folder}/saved_model`)])
    await expect(model(page)).toHaveAttribute('data-backend', backend)
    await expectNumbers(page, 'saved_model', folder)
  })
}
