import { describe, expect, it } from 'vitest'
import type { ModelMetadata } from '../../base/model.ts'
import { type Content, dropOf } from '../fixtures/drop.ts'
import { layersJson } from '../fixtures/model.ts'
import { findModels, openModel } from '../index.ts'
import { labelsOfJson, labelsOfText } from './labels.ts'
import { teachableMachineKeras } from './teachable-machine.ts'

const scores = (units: number) => ({
  class_name: 'Activation',
  config: { name: 'd', activation: 'softmax', batch_input_shape: [null, units] },
})

async function metadataOf(
  files: Readonly<Record<string, Content>>,
  units = 2,
): Promise<{ metadata: ModelMetadata; sidecars: readonly string[] }> {
  const tree = await dropOf({ 'm/model.json': layersJson([scores(units)]), ...files })
  const found = await findModels(tree)
  const [model] = found.matches
  if (model === undefined) throw new Error('no model')
  return { metadata: (await openModel(model, tree, {})).summary.metadata, sidecars: found.sidecars }
}

describe('files beside a model', () => {
  it('reads what Ultralytics writes beside a YOLO model', async () => {
    const text = [
      'description: Ultralytics YOLOv8n model trained on coco.yaml',
      'author: Ultralytics',
      'stride: 32',
      'task: detect',
      'imgsz:',
      '- 640',
      '- 640',
      'names:',
      '  0: person',
      "  1: 'fire hydrant'",
      'args:',
      '  batch: 1',
    ].join('\n')
    const { metadata } = await metadataOf({ 'm/metadata.yaml': text })
    expect(metadata).toMatchObject({
      labels: ['person', 'fire hydrant'],
      labelsSource: 'metadata.yaml',
      imageSize: 640,
      clues: [
        { question: 'scale', answer: { scale: 'zero-one' }, certainty: 'certain' },
        { question: 'resize', answer: 'fit', certainty: 'certain' },
      ],
    })
  })
  it.each([
    'names: [cat, "dog"]',
    "names: {0: cat, 1: 'dog'}",
    'names:\n- cat\n- dog',
    'nc: 2\nnames:\n  - cat\n  - dog',
  ])('reads class names of a data set: %j', async (text) => {
    const { metadata } = await metadataOf({ 'm/data.yaml': text })
    expect(metadata).toMatchObject({ labels: ['cat', 'dog'], clues: [] })
  })
  it('reads Teachable Machine', async () => {
    const { metadata, sidecars } = await metadataOf({
      'm/metadata.json': {
        packageName: '@teachablemachine/image',
        labels: ['up', 'down'],
        imageSize: 96,
        grayscale: true,
      },
    })
    expect(metadata).toMatchObject({
      labels: ['up', 'down'],
      labelsSource: 'metadata.json',
      imageSize: 96,
      grayscale: true,
      clues: [
        {
          question: 'scale',
          answer: { scale: 'minus-one-one' },
          certainty: 'certain',
          reason: 'stated by metadata.json',
        },
        { question: 'resize', answer: 'centre-crop', certainty: 'certain' },
      ],
    })
    expect(sidecars).toEqual(['m/metadata.json'])
  })

  it('recognises the Keras export of Teachable Machine by its numbered labels', async () => {
    const of = async (main: string, labels: string) => {
      const tree = await dropOf({ [main]: 'model', 'labels.txt': labels })
      const [file, text] = [main, 'labels.txt'].map((path) => tree.files.find((each) => each.path === path))
      if (file === undefined || text === undefined) throw new Error('no file')
      return teachableMachineKeras
        .read(labels, text, file)
        ?.clues?.map(({ question, certainty }) => [question, certainty])
    }
    const derived = [
      ['scale', 'derived'],
      ['resize', 'derived'],
    ]
    expect(await of('keras_model.h5', '0 Cat\n1 Dog\n')).toEqual(derived)
    expect(await of('model.savedmodel/saved_model.pb', '0 Cat\n1 Dog\n')).toEqual(derived)
    expect(await of('keras_model.h5', 'Cat\nDog\n')).toBeUndefined()
    expect(await of('model.h5', '0 Cat\n1 Dog\n')).toBeUndefined()
  })

  it('reads ml5: columns by minimum and maximum, classes in the order of their one-hot rows', async () => {
    const meta = {
      inputUnits: [2],
      inputs: { x: { dtype: 'number', min: 0, max: 640 }, y: { dtype: 'number', min: -1, max: 1 } },
      outputs: { label: { dtype: 'string', legend: { B: [0, 1], A: [1, 0] } } },
      isNormalized: true,
    }
    const { metadata } = await metadataOf({ 'm/model_meta.json': meta })
    expect(metadata).toMatchObject({ labels: ['A', 'B'], columnsSource: 'model_meta.json' })
    expect(metadata.columns).toEqual([
      { name: 'x', min: 0, max: 640, mean: null, std: null },
      { name: 'y', min: -1, max: 1, mean: null, std: null },
    ])
    const raw = (await metadataOf({ 'm/model_meta.json': { ...meta, isNormalized: false } })).metadata
    expect(raw).toMatchObject({ columns: null, clues: [{ question: 'columns', answer: 'raw', certainty: 'certain' }] })
  })

  it.each([true, false])(
    'reads the categories of a text column of ml5, scaled numbers beside it: %s',
    async (isNormalized) => {
      const meta = {
        inputUnits: [3],
        inputs: {
          x: { dtype: 'number', min: 2, max: 4 },
          colour: { dtype: 'string', min: 0, max: 1, legend: { red: [0, 1], blue: [1, 0] } },
        },
        outputs: { size: { dtype: 'number', min: 0, max: 1 } },
        isNormalized,
      }
      const { metadata } = await metadataOf({ 'm/model_meta.json': meta })
      expect(metadata.columns).toMatchObject([
        isNormalized ? { name: 'x', min: 2, max: 4 } : { name: 'x', min: null },
        { name: 'colour', categories: ['blue', 'red'], min: null },
      ])
    },
  )

  it('reads ml5 0.4, which keeps the limits beside the description', async () => {
    const meta = {
      inputUnits: 2,
      inputs: { x: { dtype: 'number' }, y: { dtype: 'number' } },
      outputs: { label: { dtype: 'string', legend: { up: [1, 0], down: [0, 1] } } },
      isNormalized: true,
    }
    const data = { inputMin: [10, -5], inputMax: [60, 5], outputMin: 0, outputMax: 1 }
    const { metadata } = await metadataOf({ 'm/model_meta.json': { data, meta } })
    expect(metadata).toMatchObject({ labels: ['up', 'down'], columnsSource: 'model_meta.json' })
    expect(metadata.columns?.map(({ name, min, max }) => [name, min, max])).toEqual([
      ['x', 10, 60],
      ['y', -5, 5],
    ])
  })

  it.each([
    ['StandardScaler', { mean_: [1, 2], var_: [4, 9] }, { mean: 2, std: 3, min: null, max: null }],
    ['MinMaxScaler, which multiplies', { min_: [-1, -0.5], scale_: [0.1, 0.25] }, { min: 2, max: 6, mean: null }],
    ['RobustScaler', { center_: [5, 6], scale_: [2, 4] }, { mean: 6, std: 4 }],
  ])('reads a %s', async (_what, scaler, expected) => {
    const { metadata } = await metadataOf({ 'm/scaler.json': scaler })
    expect(metadata.columns?.[1]).toMatchObject(expected)
  })

  it('reads mean and deviation', async () => {
    const { metadata } = await metadataOf({
      'm/normalization-stats.json': { mean: [1, 2], std: [3, 4], features: ['a', 'b'] },
    })
    expect(metadata.columns?.[1]).toEqual({ name: 'b', min: null, max: null, mean: 2, std: 4 })
  })

  it('prefers saved settings to everything else', async () => {
    const { metadata } = await metadataOf({
      'glassbox.json': {
        glassbox: 1,
        settings: { d_input: [{ id: 'scale', values: { to: 'zero-one', mean: [1, 2], bad: { a: 1 } } }, { id: 7 }] },
        labels: ['mine', 'yours'],
      },
      'm/labels.txt': 'a\nb\n',
    })
    expect(metadata.settings).toEqual({ d_input: [{ id: 'scale', values: { to: 'zero-one', mean: [1, 2] } }] })
    expect(metadata.labels).toEqual(['mine', 'yours'])
  })

  it('prefers class names whose count fits the output', async () => {
    const { metadata } = await metadataOf({ 'm/labels.txt': 'a\nb\nc', 'm/classes.txt': 'x\ny' })
    expect(metadata).toMatchObject({ labels: ['x', 'y'], labelsSource: 'classes.txt' })
  })

  it('uses files in the model’s folder and at the root only, and leaves inputs alone', async () => {
    const { metadata, sidecars } = await metadataOf({
      'other/labels.txt': 'a\nb',
      'm/deeper/labels.txt': 'c\nd',
      'photo.json': [1, 2],
      'README.md': '# model',
      'm/LICENSE': 'text',
    })
    expect(metadata.labels).toBeNull()
    expect(sidecars).toEqual(['README.md', 'm/LICENSE'])
    expect((await metadataOf({ 'labels.txt': 'e\nf' })).metadata.labels).toEqual(['e', 'f'])
  })

  it('ignores a broken one', async () => {
    const { metadata } = await metadataOf({ 'm/metadata.json': '{"labels": [', 'm/labels.txt': 'a\nb' })
    expect(metadata.labels).toEqual(['a', 'b'])
  })

  it('reads metadata in the model file', async () => {
    const tree = await dropOf({
      'model.json': layersJson([scores(2)], {
        userDefinedMetadata: { classNames: ['p', 'q'], author: 'Ada', license: 'MIT' },
      }),
    })
    const [model] = (await findModels(tree)).matches
    const metadata = model === undefined ? null : (await openModel(model, tree, {})).summary.metadata
    expect(metadata).toMatchObject({
      labels: ['p', 'q'],
      labelsSource: 'the model file',
      facts: [
        { label: 'Author', value: 'Ada' },
        { label: 'Licence', value: 'MIT' },
      ],
    })
  })
})

describe('labelsOfText', () => {
  it.each([
    ['cat\ndog\n', ['cat', 'dog']],
    ['\ufeff0 cat\r\n1 sea lion\r\n', ['cat', 'sea lion']],
    ['1: cat\n2: dog', ['cat', 'dog']],
    ['n01440764 tench, Tinca tinca\nn01443537 goldfish', ['tench, Tinca tinca', 'goldfish']],
    ['7 up\n3 down', ['7 up', '3 down']],
    ['a\n\nc', ['a', '', 'c']],
    ['0 ,\n1 .\n2\t: x', [',', '.', 'x']],
    ['0\n1', ['0', '1']],
    ['1:\n2:', ['1:', '2:']],
    ['0 a\u2028b\n1 c', ['a\u2028b', 'c']],
  ])('reads %j', (text, labels) => {
    expect(labelsOfText(text)).toEqual(labels)
  })
})

it('reads hostile labels in linear time', () => {
  for (const line of [`1${' '.repeat(490)}x\u2028y`, `n01440764${' '.repeat(480)}x\u2028y`, '1'.repeat(499)]) {
    const labels = labelsOfText(Array.from({ length: 4000 }, () => line).join('\n'))
    expect(labels?.length).toBe(4000)
  }
})

describe('labelsOfJson', () => {
  it.each<[unknown, readonly string[] | null]>([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [{ 0: 'a', 1: 'b' }, ['a', 'b']],
    [{ b: 1, a: 0 }, ['a', 'b']],
    [{ 0: ['n01440764', 'tench'], 1: ['n01443537', 'goldfish'] }, ['tench', 'goldfish']],
    [{ id2label: { 0: 'a' } }, ['a']],
    [{ classes: [{ name: 'a' }, { name: 'b' }] }, ['a', 'b']],
    [{ a: 0, b: 2 }, null],
    [[1, 2], null],
    [{}, null],
  ])('reads %j', (value, labels) => {
    expect(labelsOfJson(value)).toEqual(labels)
  })
})
