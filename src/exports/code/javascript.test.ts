import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../base/plan.ts'
import type { RunInput } from '../../base/run.ts'
import { input, layersModel, result, step } from '../fixtures/results.ts'
import { type Pixels, runJavascript, serve, serveIdentity } from './fixtures/run-javascript.ts'
import { codeFor } from './index.ts'

/** A picture of 4 × 2 pixels: red, green, blue, white in the first row; grey 0, 80, 160, 240 in the second. */
const picture: Pixels = {
  width: 4,
  height: 2,
  data: Uint8Array.from([
    255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0, 255, 80, 80, 80, 255, 160, 160, 160,
    255, 240, 240, 240, 255,
  ]),
}
const read = step('read', {})
const resize = (values: Record<string, string | number> = {}) =>
  step('resize', { method: 'stretch', kernel: 'bilinear', width: 4, height: 2, pad: 0, ...values })
const rgb = step('channels', { order: 'rgb' })
const scale = (values: Record<string, string | readonly number[]>) =>
  step('scale', { scale: 'none', mean: [0, 0, 0], std: [1, 1, 1], range: '1', ...values })
const nhwc = step('layout', { layout: 'nhwc' })
const cast = step('cast', { rounding: 'truncate' })

let served = 0

/** What the program prepares for one input, printed by a model that returns its input. */
async function prepared(
  part: Partial<RunInput>,
  files: Parameters<typeof runJavascript>[1],
  options: Parameters<typeof codeFor>[2] = {},
) {
  const one = input({ name: 'x', ...part })
  const url = `./identity-${served++}/model.json`
  await serveIdentity(url, [{ name: 'x', dtype: one.dtype === 'int32' ? 'int32' : 'float32', shape: one.shape }])
  const { settings } = result([], [one])
  const code = codeFor('javascript', settings, { ...options, use: layersModel, modelFile: url })
  const [logged] = await runJavascript(code, files)
  return logged
}
/** Neighbouring float32 values near 255 are 1.5e-5 apart. */
const values = (numbers: readonly number[]) => numbers.map((value) => expect.closeTo(value, 4))
const image = (plan: readonly PlannedStep[], shape: readonly number[]) =>
  prepared({ file: 'p.png', plan: [read, ...plan], shape }, { './p.png': picture })

describe('pictures', () => {
  it('as they are, 0…255', async () => {
    const found = await image([resize(), rgb, scale({}), nhwc, cast], [1, 2, 4, 3])
    expect(found).toMatchObject({ shape: [1, 2, 4, 3] })
    expect(found?.values.slice(0, 15)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0])
  })
  it('resized with half-pixel centres', async () => {
    // tf.image.resize of the grey row 0, 80, 160, 240 to two columns: positions 0.5 and 2.5, so 40 and 200.
    const grey: Pixels = { width: 4, height: 1, data: picture.data.slice(16) }
    const found = await prepared(
      { file: 'p.png', plan: [read, resize({ width: 2, height: 1 }), step('channels', {}), nhwc], shape: [1, 1, 2, 1] },
      { './p.png': grey },
    )
    expect(found?.values).toEqual(values([40, 200]))
  })
  it('resized with antialiasing, as Pillow: the weights of a triangle as wide as the scale', async () => {
    // To two columns by scale 2: weights 3/8, 3/8 … at distances ½ and 3/2 of a radius of 2, cut at the edge: (0·.75 + 80·.75 + 160·.25)/1.75.
    const grey: Pixels = { width: 4, height: 1, data: picture.data.slice(16) }
    const found = await prepared(
      {
        file: 'p.png',
        plan: [read, resize({ kernel: 'antialiased', width: 2, height: 1 }), step('channels', {}), nhwc],
        shape: [1, 1, 2, 1],
      },
      { './p.png': grey },
    )
    expect(found?.values).toEqual(values([100 / 1.75, (80 * 0.25 + 160 * 0.75 + 240 * 0.75) / 1.75]))
  })
  it('resized to the nearest', async () => {
    const grey: Pixels = { width: 4, height: 1, data: picture.data.slice(16) }
    const found = await prepared(
      {
        file: 'p.png',
        plan: [read, resize({ kernel: 'nearest', width: 2, height: 1 }), step('channels', {}), nhwc],
        shape: [1, 1, 2, 1],
      },
      { './p.png': grey },
    )
    expect(found?.values).toEqual([80, 240])
  })
  it('cropped to the centre square', async () => {
    const found = await image([resize({ method: 'centre-crop', width: 2 }), rgb, nhwc], [1, 2, 2, 3])
    expect(found?.values).toEqual([0, 255, 0, 0, 0, 255, 80, 80, 80, 160, 160, 160])
  })
  it('fitted with a border', async () => {
    const found = await image([resize({ method: 'fit', height: 4, pad: 7 }), rgb, nhwc], [1, 4, 4, 3])
    expect(found?.values.slice(0, 15)).toEqual([...Array.from({ length: 12 }, () => 7), 255, 0, 0])
    expect(found?.values.slice(-12)).toEqual(Array.from({ length: 12 }, () => 7))
  })
  it('as grey by the weights of BT.601, grey pixels kept exactly', async () => {
    const found = await image([resize(), step('channels', { order: 'grey' }), nhwc], [1, 2, 4, 1])
    expect(found?.values).toEqual(values([76.2195, 149.685, 29.07, 255, 0, 80, 160, 240]))
  })
  it('with the Caffe means, blue first', async () => {
    const found = await image(
      [resize(), step('channels', { order: 'bgr' }), scale({ scale: 'caffe' }), nhwc],
      [1, 2, 4, 3],
    )
    expect(found?.values.slice(0, 3)).toEqual(values([-103.939, -116.779, 255 - 123.68]))
  })
  it('with the ImageNet mean and deviation, channels first, as a batch of two', async () => {
    const plan = [resize(), rgb, scale({ scale: 'imagenet' }), step('layout', { layout: 'nchw' })]
    const found = await image(plan, [2, 3, 2, 4])
    expect(found?.values.slice(0, 2)).toEqual(values([(1 - 0.485) / 0.229, -0.485 / 0.229]))
    expect(found?.values[8]).toEqual(expect.closeTo(-0.456 / 0.224, 5))
    expect(found?.values.slice(24, 26)).toEqual(found?.values.slice(0, 2))
  })
  it('with an own mean and deviation of values 0…255, and inverted', async () => {
    const plan = [
      resize(),
      step('channels', {}),
      step('invert', { invert: true }),
      scale({ scale: 'mean-std', mean: [127.5], std: [127.5], range: '255' }),
      nhwc,
    ]
    const found = await image(plan, [1, 2, 4, 1])
    expect(found?.values.slice(3)).toEqual(
      values([-1, 1, (255 - 80) / 127.5 - 1, (255 - 160) / 127.5 - 1, (255 - 240) / 127.5 - 1]),
    )
  })
  it('as int32', async () => {
    const found = await prepared(
      { file: 'p.png', dtype: 'int32', plan: [read, resize(), step('channels', {}), nhwc, cast], shape: [1, 2, 4, 1] },
      { './p.png': picture },
    )
    expect(found?.values).toEqual([76, 149, 29, 255, 0, 80, 160, 240])
  })
  it('flattened', async () => {
    const found = await image(
      [resize({ height: 2, width: 2 }), step('channels', {}), scale({ scale: 'zero-one' }), nhwc],
      [1, 4],
    )
    expect(found?.shape).toEqual([1, 4])
  })
})

describe('tables and arrays', () => {
  const columns = (
    chosen: readonly number[],
    names: readonly string[],
    more: Record<string, boolean | string> = {},
  ): PlannedStep => ({
    ...step('columns', { columns: chosen, encode: false, categories: '', ...more }),
    fields: [{ id: 'columns', label: 'Columns', type: 'columns', value: chosen, options: names }],
  })
  // The channel order is a field only if the file has channels at the other end.
  const shape: PlannedStep = { ...step('shape', { rows: 'all', row: 1, order: 'transpose' }), fields: [] }
  const csv = '\uFEFFsex,length,"whole, weight"\r\nM,0.455,0.514\r\nF,0.35,n/a\r\nI,0.53,1\r\n'

  it('take columns by name', async () => {
    const plan = [
      step('read', { header: 'auto', delimiter: 'auto' }),
      columns([2, 1], ['sex', 'length', 'whole, weight']),
      step('standardise', { method: 'none', from: 'file' }),
      shape,
      cast,
    ]
    const found = await prepared({ file: 'a.csv', plan, shape: [3, 2] }, { './a.csv': csv })
    expect(found?.values).toEqual([
      expect.closeTo(0.514, 6),
      expect.closeTo(0.455, 6),
      Number.NaN,
      expect.closeTo(0.35, 6),
      1,
      expect.closeTo(0.53, 6),
    ])
  })
  it('encode text, and take one row', async () => {
    const plan = [
      step('read', { delimiter: ',' }),
      columns([0, 1], ['sex', 'length', 'whole, weight'], { encode: true }),
      step('shape', { rows: 'one', row: 3 }),
      cast,
    ]
    expect((await prepared({ file: 'a.csv', plan, shape: [1, 2] }, { './a.csv': csv }))?.values).toEqual(
      values([1, 0.53]),
    )
    const ordered = [
      plan[0],
      columns([0, 1], ['sex', 'length', 'whole, weight'], { encode: true, categories: 'F, M, I' }),
      ...plan.slice(2),
    ].flatMap((one) => one ?? [])
    expect((await prepared({ file: 'a.csv', plan: ordered, shape: [1, 2] }, { './a.csv': csv }))?.values).toEqual(
      values([2, 0.53]),
    )
  })
  it('standardise by the metadata, or by the file', async () => {
    const names = ['column 1', 'column 2']
    const plan = (method: string, from: string) => [
      step('read', {}),
      columns([0, 1], names),
      step('standardise', { method, from }),
      shape,
      cast,
    ]
    const stated = [
      { name: 'column 2', min: 0, max: 10, mean: null, std: null },
      { name: 'column 1', min: 1, max: 1, mean: null, std: null },
    ]
    const files = { './b.csv': '1;2\n3;4\n' }
    expect(
      (await prepared({ file: 'b.csv', plan: plan('min-max', 'metadata'), shape: [2, 2] }, files, { columns: stated }))
        ?.values,
    ).toEqual(values([0, 0.2, 2, 0.4]))
    expect((await prepared({ file: 'b.csv', plan: plan('mean-std', 'file'), shape: [2, 2] }, files))?.values).toEqual([
      -1, -1, 1, 1,
    ])
  })
  it('read .npy files, moving the channels', async () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1, 2), }".padEnd(117)
    const file = new Uint8Array(128 + 32)
    file.set([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0])
    file.set(new TextEncoder().encode(`${header}\n`), 10)
    file.set(new Uint8Array(Float64Array.of(1, 2, 3, 4).buffer), 128)
    const moved: PlannedStep = {
      ...shape,
      fields: [{ id: 'order', label: 'Channels', type: 'choice', value: 'transpose', options: [] }],
    }
    const found = await prepared({ file: 'a.npy', plan: [read, moved, cast], shape: [1, 1, 2, 2] }, { './a.npy': file })
    expect(found?.values).toEqual([1, 3, 2, 4])
  })
  it('read JSON by member, with words for NaN', async () => {
    const files = { './a.json': JSON.stringify({ other: [1], x: { shape: [1, 3], data: [1, 'NaN', 2.5] } }) }
    expect(
      (await prepared({ file: 'a.json', plan: [step('read', { member: 'x' }), shape, cast], shape: [1, 3] }, files))
        ?.values,
    ).toEqual([1, Number.NaN, 2.5])
  })
  it('read numbers from text, typed or in a file, and round them', async () => {
    const plan = [read, shape, step('cast', { rounding: 'nearest' })]
    expect(
      (await prepared({ file: 'typed text', dtype: 'int32', plan, shape: [1, 3] }, {}, { typed: { x: '1.5, 2;\n3' } }))
        ?.values,
    ).toEqual([2, 2, 3])
    expect(
      (await prepared({ file: 'a.txt', dtype: 'int32', plan, shape: [2, 2] }, { './a.txt': '1 2\n3 4\n' }))?.values,
    ).toEqual([1, 2, 3, 4])
  })
  it('are filled', async () => {
    const fill = (values: Record<string, string | number>, dtype: 'float32' | 'int32' = 'float32') =>
      prepared({ file: 'fill', dtype, plan: [step('fill', values)], shape: [1, 3] }, {})
    expect((await fill({ fill: 'zeros', seed: 1 }))?.values).toEqual([0, 0, 0])
    expect((await fill({ fill: 'ones', seed: 1 }))?.values).toEqual([1, 1, 1])
    expect((await fill({ fill: 'ramp', seed: 1 }))?.values).toEqual(values([0, 1 / 255, 2 / 255]))
    expect((await fill({ fill: 'ramp', seed: 1 }, 'int32'))?.values).toEqual([0, 1, 2])
    // The first three numbers of `createRandom(1)` in src/inputs/random.ts.
    expect((await fill({ fill: 'random', seed: 1 }))?.values).toEqual(
      [0.58839377, 0.07318899, 0.59031066].map((value) => expect.closeTo(value, 7)),
    )
  })
})

describe('the program', () => {
  it('predicts the number that the model itself gives', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3], name: 'x' })] })
    model.setWeights([tf.tensor2d([[0.5], [-2], [4]]), tf.tensor1d([0.25])])
    await serve('./dense/model.json', model)
    const one = input({ name: 'x', file: 'typed text', plan: [read, step('shape', {}), cast], shape: [1, 3] })
    const { settings } = result([], [one])
    const logged = await runJavascript(
      codeFor('javascript', settings, { modelFile: 'dense/model.json', use: layersModel, typed: { x: '1, 2, 3' } }),
      {},
    )
    expect(logged).toEqual([{ name: 'x', shape: [1, 1], values: [0.5 - 4 + 12 + 0.25] }])
  })
  it('loads graph models, asynchronously when they have control flow', () => {
    const { settings } = result([])
    expect(codeFor('javascript', settings)).toContain('const model = await tf.loadGraphModel("./model.json")')
    expect(codeFor('javascript', settings)).toContain('[model.execute(inputs)].flat()')
    expect(codeFor('javascript', settings, { asynchronous: true })).toContain(
      '[await model.executeAsync(inputs)].flat()',
    )
  })
  it.each([
    ['.keras files', 'keras'],
    ['SavedModels', 'saved-model'],
    ['.tflite files', null],
  ] as const)('of %s loads the download, and says so', (files, loader) => {
    const { settings } = result([])
    const code = codeFor('javascript', settings, { modelFile: 'a.keras', use: { files, loader } })
    expect(code).toContain(`// Plain TensorFlow.js does not read ${files}.\n// Press "Download as TensorFlow.js"`)
    expect(code).toContain('const model = await tf.loadGraphModel("./emotion-tfjs/model.json")')
    expect(code).not.toMatch(/a\.keras|loadLayersModel/)
  })
  it('names a step that it does not know', () => {
    const code = codeFor('javascript', result([], [input({ plan: [read, step('echo', { delay: 512 })] })]).settings)
    expect(code).toContain('// The step "echo" has no counterpart in this program: the numbers will differ.')
  })
  it('says where what was typed must be put, and what was repaired', () => {
    const one = input({ file: 'typed text', plan: [read] })
    const { settings } = result([], [one])
    const code = codeFor('javascript', {
      ...settings,
      model: { ...settings.model, repairs: ['A shard\nwas found by its name.'] },
    })
    expect(code).toContain('// What was typed is not part of the saved settings: put it here.')
    expect(code).toContain('plain TensorFlow.js may refuse the files as they are:\n// A shard was found by its name.')
    expect(code).toContain('const model = await tf.loadGraphModel("./emotion-tfjs/model.json")')
  })
  it('keeps names from leaving their strings and comments', async () => {
    const nasty = input({
      name: 'a"*/b\n',
      file: "x'\n*/.txt",
      plan: [read, { ...cast, summary: 'a\n*/ throw 1' }],
      shape: [1],
    })
    const code = codeFor('javascript', result([], [nasty]).settings)
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor
    expect(() => new AsyncFunction('tf', code.replace(/^import .*$/gm, ''))).not.toThrow()
  })
})

it('says that pictures of our own decoders may differ', () => {
  const plan = [step('read', { decoder: 'TIFF' }), resize(), rgb, scale({}), nhwc, cast]
  const { settings } = result([], [input({ name: 'x', file: 'x.tif', shape: [1, 2, 4, 3], plan })])
  expect(codeFor('javascript', settings)).toContain('// TIFF: the decoder here may give other numbers')
  expect(codeFor('python', settings)).toContain('# TIFF: the decoder here may give other numbers')
})
