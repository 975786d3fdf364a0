import { describe, expect, it } from 'vitest'
import { noMetadata } from '../../base/model.ts'
import type { StepSetting } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import type { Prepared } from '../../inputs/contract.ts'
import { memoryFile, type Options, picture, prepareFile, preparePicture, spec } from '../../inputs/fixtures/index.ts'
import { wav } from '../../inputs/fixtures/wav.ts'
import { prepare } from '../../inputs/prepare.ts'
import { steps } from '../../inputs/steps/index.ts'
import { input, layersModel, result } from '../fixtures/results.ts'
import { runJavascript, serveIdentity } from './fixtures/run-javascript.ts'
import { codeFor } from './index.ts'
import { javascriptSteps } from './javascript-steps.ts'
import { pythonSteps } from './python-steps.ts'

let served = 0

/** Runs the program generated for a plan on the same file, and compares its prepared input with the page's. */
async function agree(
  { tensor, description }: Prepared,
  file: string,
  content: Parameters<typeof runJavascript>[1][string],
  options: Parameters<typeof codeFor>[2] = {},
) {
  const dtype = tensor.dtype === 'int32' ? 'int32' : 'float32'
  const url = `./agree-${served++}/model.json`
  await serveIdentity(url, [{ name: 'x', dtype, shape: tensor.shape }])
  const { settings } = result([], [input({ name: 'x', file, dtype, shape: tensor.shape, plan: description.plan })])
  const code = codeFor('javascript', settings, { ...options, use: layersModel, modelFile: url })
  const [logged] = await runJavascript(code, { [`./${file}`]: content })
  expect(logged?.shape).toEqual(tensor.shape)
  const scale = Math.max(1, Math.abs(description.stats.min), Math.abs(description.stats.max))
  const largest = Array.from({ length: tensor.data.length }, (_, i) => {
    const [made, again] = [Number(tensor.data[i]), Number(logged?.values[i])]
    return Object.is(made, again) ? 0 : Math.abs(made - again) / scale
  }).reduce((a, b) => Math.max(a, b), 0)
  expect(largest).toBeLessThan(1e-6)
}

describe('the program prepares what the page prepares, for a picture', () => {
  const photo = picture(13, 9, (x, y) => [x * 19, y * 28, (x * y * 7) % 256, 255])
  const glass = picture(13, 9, (x, y) => [x * 19, y * 28, 90, (x + y) % 3 === 0 ? 120 : 255])
  const set = (id: string, values: StepSetting['values']): StepSetting => ({ id, values })
  const cases: readonly (readonly [string, TensorSpec, Options, typeof photo])[] = [
    ['stretched to 0…1', spec([null, 8, 6, 3]), {}, photo],
    ['scaled up', spec([null, 20, 30, 3]), {}, photo],
    [
      'antialiased in the centre',
      spec([1, 4, 4, 3]),
      { settings: [set('resize', { method: 'centre-crop', kernel: 'antialiased' })] },
      photo,
    ],
    [
      'fitted with a border, nearest',
      spec([1, 16, 16, 3]),
      { settings: [set('resize', { method: 'fit', kernel: 'nearest', pad: 114 })] },
      photo,
    ],
    [
      'with the ImageNet values, channels first',
      spec([null, 3, 8, 8]),
      { settings: [set('scale', { scale: 'imagenet' })] },
      photo,
    ],
    ['with the Caffe means', spec([null, 8, 8, 3]), { settings: [set('scale', { scale: 'caffe' })] }, photo],
    [
      'with an own mean and deviation',
      spec([null, 8, 8, 3]),
      { settings: [set('scale', { scale: 'mean-std', mean: [0.5, 0.4, 0.3], std: [0.2], range: '1' })] },
      photo,
    ],
    ['in grey, inverted', spec([null, 8, 8, 1]), { settings: [set('invert', { invert: true })] }, photo],
    ['in grey of three channels', spec([null, 8, 8, 3]), { settings: [set('channels', { order: 'grey' })] }, photo],
    ['as int32, rounded', spec([1, 8, 8, 3], 'int32'), { settings: [set('cast', { rounding: 'nearest' })] }, photo],
    ['in a batch of two', spec([2, 8, 8, 3]), {}, photo],
    ['flattened', spec([null, 784]), {}, photo],
    ['as grey without channels', spec([null, 28, 28]), {}, photo],
    ['of its own size', spec([null, null, null, 3]), {}, photo],
    ['laid over white', spec([null, 9, 13, 3]), { settings: [set('read', { alpha: 'white' })] }, glass],
    [
      'laid over an own colour',
      spec([null, 9, 13, 3]),
      { settings: [set('read', { alpha: 'colour', background: '#1e90ff' })] },
      glass,
    ],
    ['with transparency', spec([null, 9, 13, 4]), {}, glass],
  ]
  it.each(cases)('%s', async (_name, of, options, from) => {
    const { width, height, data } = from
    await agree(await preparePicture(from, of, options), 'picture.png', { width, height, data: new Uint8Array(data) })
  })
})

describe('the program prepares what the page prepares, for numbers', () => {
  const csv = 'sex,length,diameter,rings\nM,0.455,0.365,15\nF,0.35,0.265,7\nI,0.53,,9\n'
  const stated = ['length', 'diameter', 'rings'].map((name, i) => ({ name, min: 0, max: i + 1, mean: null, std: null }))
  const none = { min: null, max: null, mean: null, std: null }
  const withCategories = [
    { ...none, name: 'sex', categories: ['M', 'I', 'F'] },
    { ...none, name: 'size', min: 1, max: 5 },
    { ...none, name: 'shape', categories: ['2', '1'] },
  ]
  const cases: readonly (readonly [string, string, string, TensorSpec, Options])[] = [
    [
      'a table by its names',
      'a.csv',
      csv,
      spec([null, 2]),
      { settings: [{ id: 'columns', values: { columns: [1, 3] } }] },
    ],
    [
      'a table with encoded text',
      'a.csv',
      csv,
      spec([null, 2]),
      { settings: [{ id: 'columns', values: { columns: [0, 3], encode: true } }] },
    ],
    [
      'a table with one column per category',
      'a.csv',
      csv,
      spec([null, 4]),
      { settings: [{ id: 'columns', values: { columns: [0, 3], oneHot: true } }] },
    ],
    [
      'a table without names',
      'b.csv',
      '1;2\n3;4\n5;9\n',
      spec([null, 2]),
      { settings: [{ id: 'standardise', values: { method: 'mean-std' } }] },
    ],
    [
      'one row of a table',
      'b.csv',
      '1;2\n3;4\n5;9\n',
      spec([1, 2]),
      { settings: [{ id: 'shape', values: { row: 2 } }] },
    ],
    [
      'a table standardised by the metadata',
      'a.csv',
      csv,
      spec([null, 3]),
      { metadata: { columns: stated, columnsSource: 'model_meta.json' } },
    ],
    [
      'a table with the categories of the metadata',
      'c.csv',
      'size,shape,sex\n1,2,F\n3,1,M\n5,2,I\n',
      spec([null, 6]),
      { metadata: { columns: withCategories, columnsSource: 'model_meta.json' } },
    ],
    ['nested JSON', 'a.json', '[[1, null, 3], [4, 5.5, 6]]', spec([null, 3]), {}],
    ['JSON by the name of the input', 'a.json', '{"y": [1], "x": [1, 2, 3]}', spec([null, 3]), {}],
    ['JSON rows', 'a.json', '[{"a": 1, "b": true}, {"a": 2, "b": false}]', spec([null, 2]), {}],
    ['numbers in a text', 'a.txt', '[1, 2,\n 3.5]\n', spec([null, 3]), {}],
  ]
  it.each(cases)('%s', async (_name, file, content, of, options) => {
    await agree(await prepareFile(memoryFile(file, content), of, options), file, content, {
      columns: options.metadata?.columns ?? null,
    })
  })
  it.each(['zeros', 'ones', 'ramp', 'random'] as const)('a fill: %s', async (fill) => {
    for (const dtype of ['float32', 'int32'] as const) {
      const of = spec([null, 300], dtype)
      const made = await prepare(
        { input: 'x', source: { kind: 'fill', fill, seed: 5 }, dims: {}, settings: [] },
        { spec: of, metadata: noMetadata, file: async () => memoryFile('', '') },
      )
      await agree(made, fill, '')
    }
  })
})

describe('the program prepares what the page prepares, for a sound', () => {
  const ramp = (length: number, factor: number) => Array.from({ length }, (_, i) => ((i * factor) % 4000) - 2000)
  const [left, right] = [ramp(900, 37), ramp(900, 53)]
  const set = (id: string, values: StepSetting['values']): StepSetting => ({ id, values })
  const cases: readonly (readonly [string, TensorSpec, readonly StepSetting[]])[] = [
    ['resampled', spec([null, 400]), [set('rate', { rate: 8000 })]],
    ['in windows that overlap', spec([null, 256, 1]), [set('window', { hop: 100, lead: 30 })]],
    [
      'of the left channel, standardised',
      spec([null, 300]),
      [set('mono', { channels: 'left' }), set('level', { level: 'standardised' })],
    ],
    ['of two channels', spec([null, 450, 2]), [set('level', { level: 'int16' })]],
    ['of two channels, one after the other', spec([null, 2, 450]), []],
    ['of any length, from its middle', spec([null, null]), [set('window', { start: 500 })]],
  ]
  it.each(cases)('%s', async (_name, of, settings) => {
    const channels = [left, right].map((stored) => Float32Array.from(stored, (value) => value / 32768))
    await agree(await prepareFile(memoryFile('a.wav', wav([left, right])), of, { settings }), 'a.wav', { channels })
  })
})

describe('every step of the preprocessing', () => {
  it('has a row in both languages; add one to javascript-steps.ts and python-steps.ts', () => {
    const ids = ['read', 'fill', ...steps.map(({ id }) => id)].sort()
    expect(Object.keys(javascriptSteps).sort()).toEqual(ids)
    expect(Object.keys(pythonSteps).sort()).toEqual(ids)
  })
})
