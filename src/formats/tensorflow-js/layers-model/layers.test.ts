import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { ModelSource } from '../../../graph/model.ts'
import { type Content, dropOf } from '../../fixtures/drop.ts'
import { layersJson } from '../../fixtures/model.ts'
import { findModels, openModel } from '../../index.ts'
import { run } from '../../keras/layers/fixtures/sequences/case.ts'

async function openFiles(files: Readonly<Record<string, Content>>): Promise<ModelSource> {
  const tree = await dropOf(files)
  const [found] = (await findModels(tree)).matches
  if (found === undefined) throw new Error('no model')
  return openModel(found, tree, {})
}

const open = (model: object): Promise<ModelSource> => openFiles({ 'model.json': model })

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

interface Reference {
  readonly inputs: readonly [{ readonly name: string; readonly shape: readonly number[]; readonly data: number[] }]
  readonly outputs: readonly [{ readonly shape: readonly number[]; readonly data: readonly number[] }]
}

describe('one model from three writers', () => {
  it.each([
    ['tfjs_keras3_h5', [/Keras 3/, /2 weights.*head\/hd\/kernel/]],
    ['tfjs_keras3_v3', [/Keras 3/, /layers\/dense\/vars\/0/]],
    ['tfjs_keras2', []],
  ])('%s matches TensorFlow', async (folder, repairs) => {
    const base = new URL(`fixtures/${folder}/`, import.meta.url)
    const names = await readdir(base)
    const files = await Promise.all(
      names.map(async (name) => [name, new Blob([await readFile(new URL(name, base))])] as const),
    )
    const source = await openFiles(Object.fromEntries(files))
    expect(source.summary.repairs).toEqual(repairs.map((repair) => expect.stringMatching(repair)))
    const text = await readFile(new URL('fixtures/reference.json', import.meta.url), 'utf8')
    const { inputs, outputs } = JSON.parse(text) as Reference
    const { graph } = await source.toGraph('default')
    const [{ name, shape, data }] = inputs
    const [result] = await run(graph, { [name]: { dtype: 'float32', shape, data: Float32Array.from(data) } })
    expect(result?.shape).toEqual(outputs[0].shape)
    const differences = outputs[0].data.map((wanted, i) => Math.abs(wanted - Number(result?.data[i])))
    expect(Math.max(...differences)).toBeLessThan(1e-5)
  })
})

describe('inputs and outputs', () => {
  it.each<[string, object, string, readonly (number | null)[]]>([
    ['shape on the first layer', layer('ReLU', 'd', { batch_input_shape: [null, 8] }), 'd_input', [null, 8]],
    ['camel case', layer('ReLU', 'd', { batchInputShape: [null, 8] }), 'd_input', [null, 8]],
    ['an input layer of Keras 3', layer('InputLayer', 'in', { batch_shape: [2, null] }), 'in', [null, null]],
  ])('reads a Sequential with %s', async (_what, first, name, shape) => {
    const { summary } = await open(layersJson([first, layer('ReLU', 'last')]))
    expect(summary.signatures[0]).toEqual({
      name: 'default',
      inputs: [{ name, dtype: 'float32', shape }],
      outputs: [{ name: 'last', dtype: 'float32', shape }],
    })
  })

  it('reads several inputs and outputs, flat lists, and a DTypePolicy', async () => {
    const policy = { class_name: 'DTypePolicy', config: { name: 'int64' } }
    const layers = [
      layer('InputLayer', 'a', { batch_shape: [null, 1], dtype: policy }),
      layer('InputLayer', 'b', { batch_input_shape: [null, 2] }),
      layer('Concatenate', 'c', {}, from('a', 'b')),
      layer('ReLU', 'd', {}, from('c')),
    ]
    const references = (...names: string[]) => names.map((name) => [name, 0, 0])
    const several = await open(functional(layers, references('a', 'b'), references('c', 'd')))
    expect(several.summary.signatures[0]?.inputs).toEqual([
      { name: 'a', dtype: 'int32', shape: [null, 1] },
      { name: 'b', dtype: 'float32', shape: [null, 2] },
    ])
    expect(several.summary.signatures[0]?.outputs).toEqual([
      { name: 'c', dtype: 'float32', shape: [null, 3] },
      { name: 'd', dtype: 'float32', shape: [null, 3] },
    ])
    const flat = await open(
      functional([layers[1] as object, layer('ReLU', 'd', {}, from('b'))], ['b', 0, 0], ['d', 0, 0]),
    )
    expect(flat.summary.signatures[0]?.inputs.map(({ name }) => name)).toEqual(['b'])
  })

  it('descends into nested models and counts their layers', async () => {
    const inner = (name: string) => ({
      ...layer('Sequential', name),
      config: {
        name,
        layers: [
          layer('InputLayer', 'image', { batch_input_shape: [null, 4, 4] }),
          layer('TimeDistributed', 't', { layer: layer('ReLU', 'x') }),
        ],
      },
    })
    const { summary } = await open(layersJson([inner('inner'), inner('second')]))
    expect(summary.signatures[0]).toEqual({
      name: 'default',
      inputs: [{ name: 'image', dtype: 'float32', shape: [null, 4, 4] }],
      outputs: [{ name: 'second', dtype: 'float32', shape: [null, 4, 4] }],
    })
    // Two wrappers and their inner layers; models and inputs do not count.
    expect(summary.topology).toEqual({ count: 4, unit: 'layer' })
  })

  it('reads the bare layer list of Keras before 2.2.3, and refuses a topology without layers', async () => {
    const old = {
      modelTopology: {
        class_name: 'Sequential',
        config: [layer('ReLU', 'd', { batch_input_shape: [null, 8] })],
        keras_version: '2.1.6',
        backend: 'tensorflow',
      },
      weightsManifest: [],
    }
    expect((await open(old)).summary).toMatchObject({
      topology: { count: 1, unit: 'layer' },
      generatedBy: 'keras 2.1.6',
    })
    await expect(
      open({ modelTopology: { class_name: 'Custom', config: { name: 'c' } }, weightsManifest: [] }),
    ).rejects.toMatchObject({ code: 'model-invalid', message: expect.stringContaining('Custom') })
  })

  it('refuses JSON that is nested too deep', async () => {
    const config = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown
    await expect(
      open({ modelTopology: { class_name: 'Sequential', config: { name: 'c', layers: [], config } } }),
    ).rejects.toMatchObject({ code: 'model-invalid' })
  })
})

describe('version-dependent semantics', () => {
  const image = layer('InputLayer', 'image', { batch_input_shape: [null, 2, 2, 1] })
  const enlarge = layer('UpSampling2D', 'up', { size: [2, 2], data_format: 'channels_last', interpolation: 'bilinear' })
  const version = (keras: string) => {
    const { modelTopology, ...rest } = layersJson([image, enlarge]) as { readonly modelTopology: object }
    return { ...rest, modelTopology: { ...modelTopology, keras_version: keras } }
  }

  it.each([
    ['tfjs-layers 1.7.4', [0, 0.5, 1, 1]],
    ['2.15.0', [0, 0.25, 0.75, 1]],
    ['3.15.1', [0, 0.25, 0.75, 1]],
  ])('upsamples like the writer of a %s file', async (keras, row) => {
    const { graph } = await (await open(version(keras))).toGraph('default')
    const x = { dtype: 'float32', shape: [1, 2, 2, 1], data: Float32Array.from([0, 1, 0, 1]) } as const
    const [result] = await run(graph, { image: x })
    expect([...((result?.data ?? []) as Float32Array)].slice(0, 4)).toEqual(row)
  })

  it('reads the option names of early tfjs-layers', async () => {
    const camel = {
      modelTopology: {
        className: 'Sequential',
        config: {
          name: 'm',
          layers: [
            { className: 'InputLayer', config: { name: 'Input_One', batchInputShape: [null, 2, 2, 1] } },
            { className: 'UpSampling2D', config: { name: 'upSample', size: [2, 2], dataFormat: 'channelsLast' } },
          ],
        },
        kerasVersion: 'tfjs-layers 0.1.0',
      },
      weightsManifest: [],
    }
    const { summary } = await open(camel)
    expect(summary.signatures[0]).toMatchObject({
      inputs: [{ name: 'Input_One' }],
      outputs: [{ name: 'upSample', shape: [null, 4, 4, 1] }],
    })
  })
})
