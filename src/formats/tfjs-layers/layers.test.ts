import { describe, expect, it } from 'vitest'
import type { ModelSource } from '../../graph/model.ts'
import { dropOf } from '../fixtures/drop.ts'
import { layersJson } from '../fixtures/model.ts'
import { findModels, openModel } from '../index.ts'

async function open(model: object): Promise<ModelSource> {
  const tree = await dropOf({ 'model.json': model })
  const [found] = (await findModels(tree)).matches
  if (found === undefined) throw new Error('no model')
  return openModel(found, tree, {})
}

const layer = (className: string, name: string, config: object = {}, inbound: unknown = []) => ({
  class_name: className,
  name,
  config: { name, ...config },
  inbound_nodes: inbound,
})
const from = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])]
const functional = (layers: readonly object[], inputs: unknown, outputs: unknown) => ({
  modelTopology: {
    model_config: {
      class_name: 'Functional',
      config: { name: 'f', layers, input_layers: inputs, output_layers: outputs },
    },
  },
  weightsManifest: [],
})

describe('inputs and outputs', () => {
  it.each<[string, object, string, readonly (number | null)[]]>([
    ['shape on the first layer', layer('Dense', 'd', { batch_input_shape: [null, 8] }), 'd_input', [null, 8]],
    ['camel case', layer('Dense', 'd', { batchInputShape: [null, 8] }), 'd_input', [null, 8]],
    ['an input layer of Keras 3', layer('InputLayer', 'in', { batch_shape: [2, null] }), 'in', [2, null]],
  ])('reads a Sequential with %s', async (_what, first, name, shape) => {
    const { summary } = await open(layersJson([first, layer('Dense', 'last')]))
    expect(summary.signatures[0]).toMatchObject({
      inputs: [{ name, dtype: 'float32', shape }],
      outputs: [{ name: 'last' }],
    })
  })

  it('reads several inputs and outputs, flat lists, and a DTypePolicy', async () => {
    const policy = { class_name: 'DTypePolicy', config: { name: 'int64' } }
    const layers = [
      layer('InputLayer', 'a', { batch_shape: [null, 1], dtype: policy }),
      layer('InputLayer', 'b', { batch_input_shape: [null, 2] }),
      layer('Concatenate', 'c', {}, from('a', 'b')),
      layer('Dense', 'd', {}, from('c')),
    ]
    const several = await open(
      functional(
        layers,
        [
          ['a', 0, 0],
          ['b', 0, 0],
        ],
        [
          ['c', 0, 0],
          ['d', 0, 0],
        ],
      ),
    )
    expect(several.summary.signatures[0]?.inputs).toEqual([
      { name: 'a', dtype: 'int32', shape: [null, 1] },
      { name: 'b', dtype: 'float32', shape: [null, 2] },
    ])
    expect(several.summary.signatures[0]?.outputs.map(({ name }) => name)).toEqual(['c', 'd'])
    const flat = await open(functional(layers, ['a', 0, 0], ['d', 0, 0]))
    expect(flat.summary.signatures[0]?.inputs.map(({ name }) => name)).toEqual(['a'])
  })

  it('descends into nested models and counts what is in them', async () => {
    const inner = {
      ...layer('Sequential', 'inner'),
      config: {
        name: 'inner',
        layers: [
          layer('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3] }),
          layer('Conv2D', 'k'),
          layer('TimeDistributed', 't', { layer: layer('Dense', 'x') }),
        ],
      },
    }
    const { summary, operations } = await open(
      layersJson([inner, { ...inner, config: { ...inner.config, name: 'second' }, name: 'second' }]),
    )
    expect(summary.signatures[0]).toMatchObject({
      inputs: [{ name: 'image', shape: [null, 4, 4, 3] }],
      outputs: [{ name: 'second' }],
    })
    expect(Object.fromEntries(operations)).toEqual({
      Sequential: 2,
      InputLayer: 2,
      Conv2D: 2,
      TimeDistributed: 2,
      Dense: 2,
    })
    expect(summary.operations).toBe(4)
  })

  it('reads the bare list of layers of Keras before 2.2.3, and refuses a topology without any', async () => {
    const old = {
      modelTopology: {
        class_name: 'Sequential',
        config: [layer('Dense', 'd', { batch_input_shape: [null, 8] })],
        keras_version: '2.1.6',
        backend: 'tensorflow',
      },
      weightsManifest: [],
    }
    expect((await open(old)).summary).toMatchObject({ operations: 1, generatedBy: 'keras 2.1.6' })
    await expect(
      open({ modelTopology: { class_name: 'Custom', config: { name: 'c' } }, weightsManifest: [] }),
    ).rejects.toMatchObject({ code: 'model-invalid', message: expect.stringContaining('Custom') })
  })
})

describe('scaling inside the model', () => {
  const image = layer('InputLayer', 'image', { batch_input_shape: [null, 8, 8, 3] })
  it.each<[string, readonly object[], object]>([
    [
      'a rescaling layer',
      [image, layer('Resizing', 'r'), layer('Rescaling', 's', { scale: 1 / 255 })],
      { scaling: { scale: 'none', source: 'layer s' }, scalesInside: true },
    ],
    [
      'one that takes 0…1',
      [image, layer('Rescaling', 's', { scale: 2, offset: -1 })],
      { scaling: { scale: 'zero-one', source: 'layer s' }, scalesInside: false },
    ],
    ['a normalisation', [image, layer('Normalization', 'n')], { scalesInside: true }],
    [
      'none before the first convolution',
      [image, layer('Conv2D', 'c'), layer('Rescaling', 's', { scale: 0.1 })],
      { scaling: null, scalesInside: false },
    ],
  ])('finds %s', async (_what, layers, expected) => {
    expect((await open(layersJson(layers))).summary.metadata).toMatchObject(expected)
  })

  it('follows the connections of a functional model, Keras 3 style too', async () => {
    const keras3 = [
      { args: [{ class_name: '__keras_tensor__', config: { keras_history: ['image', 0, 0] } }], kwargs: {} },
    ]
    for (const inbound of [from('image'), keras3]) {
      const { summary } = await open(
        functional(
          [image, layer('Rescaling', 's', { scale: 1 / 127.5, offset: -1 }, inbound)],
          [['image', 0, 0]],
          [['s', 0, 0]],
        ),
      )
      expect(summary.metadata.scalesInside).toBe(true)
    }
  })
})
