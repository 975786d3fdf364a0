import { describe, expect, it } from 'vitest'
import type { FileTree } from '../files/tree.ts'
import type { ModelSource } from '../graph/model.ts'
import { dropOf, fixtureFiles } from './fixtures/drop.ts'
import { graphJson, layersJson } from './fixtures/model.ts'
import { findModels, formats, openModel } from './index.ts'

/** Opens the one model whose path ends with the given text. */
async function open(tree: FileTree, ending: string): Promise<ModelSource> {
  const { matches } = await findModels(tree)
  const found = matches.find(({ match }) => match.main.path.endsWith(ending))
  if (found === undefined)
    throw new Error(`${ending} is not among ${matches.map(({ match }) => match.main.path).join(', ')}`)
  return openModel(found, tree, {})
}

const floats = (...values: number[]) => new Uint8Array(new Float32Array(values).buffer)
const dense = (units: number, more: object = {}) => ({
  class_name: 'Dense',
  config: { name: 'd', units, batch_input_shape: [null, 3], ...more },
})

describe('the table of formats', () => {
  it('has an id and a label for each, once', () => {
    expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length)
    for (const { id, label } of formats) expect([id, label].every((text) => text.length > 0)).toBe(true)
  })
})

describe('models as TensorFlow.js publishes them', () => {
  it('lists two graphs over one weight file under distinct names', async () => {
    const tree = await dropOf(await fixtureFiles('matmul_graph'))
    const found = await findModels(tree)
    expect(found.matches.map(({ match, format }) => [match.name, format.id])).toEqual([
      ['matmul_graph', 'tfjs-graph'],
      ['model_new', 'tfjs-graph'],
    ])
    expect(found.problems).toEqual([])
    expect(found.sidecars).toEqual(['matmul_graph/weights.bin'])
  })

  it('reads a graph model: summary, signature of userDefinedMetadata, weights', async () => {
    const source = await open(await dropOf(await fixtureFiles('matmul_graph')), 'model.json')
    expect(source.summary).toMatchObject({
      format: 'tfjs-graph',
      generatedBy: '2.1.0',
      convertedBy: 'TensorFlow.js Converter v1.7.4r1',
      bytes: 1096,
      parameters: 4,
      topology: { count: 1, unit: 'operation' },
      quantisation: '',
      weightFiles: [{ path: 'weights.bin', state: 'have', expected: 16, found: 16 }],
      signatures: [
        {
          inputs: [{ name: 'Placeholder', dtype: 'float32', shape: [2, 2] }],
          outputs: [{ name: 'MatMul', dtype: 'float32', shape: [2, 2] }],
        },
      ],
      repairs: [],
    })
    expect(source.summary.hash).toMatch(/^[0-9a-f]{16}$/)
    const { graph, repairs } = await source.toGraph('default')
    expect([...graph.nodes.values()].map(({ op }) => op)).toEqual(['Const', 'Placeholder', 'MatMul'])
    expect(repairs).toEqual([])
    const w = graph.nodes.get('w')?.constant
    expect(w).toMatchObject({ shape: [2, 2], dtype: 'float32', bytes: 16, file: 'matmul_graph/weights.bin' })
    // 2 × 2 matrix w: the published run gives [[1, 2], [3, 4]] · w = [[1.49615, 0.0831378], [3.00967, −0.28385]].
    const [a = 0, b = 0, c = 0, d = 0] = Array.from((await w?.read()) as Float32Array)
    expect([a + 2 * c, b + 2 * d, 3 * a + 4 * c, 3 * b + 4 * d].map((x) => Number(x.toPrecision(5)))).toEqual(
      [1.4961, 0.083138, 3.0097, -0.28385].map((x) => expect.closeTo(x, 4)),
    )
  })

  it('finds inputs and outputs of a graph without a signature', async () => {
    const { summary } = await open(await dropOf(await fixtureFiles('rn_graph')), 'model.json')
    expect(summary.signatures[0]?.inputs).toEqual([{ name: 'dense_dense2_input', dtype: 'float32', shape: [null, 10] }])
    expect(summary.signatures[0]?.outputs).toEqual([{ name: 'Identity', dtype: 'float32', shape: null }])
  })

  it('reads layers models with any file name', async () => {
    const tree = await dropOf({
      ...(await fixtureFiles('rn_bundle_layers')),
      ...(await fixtureFiles('embedding_gru_layers')),
    })
    const bundle = await open(tree, 'bundle_model_test.json')
    expect(bundle.summary).toMatchObject({
      name: 'bundle_model_test',
      format: 'tfjs-layers',
      parameters: 11,
      topology: { count: 1, unit: 'layer' },
      convertedBy: '',
    })
    expect(bundle.summary.signatures[0]?.inputs).toEqual([
      { name: 'dense_Dense2_input', dtype: 'float32', shape: [null, 10] },
    ])
    expect(bundle.summary.signatures[0]?.outputs.map(({ name }) => name)).toEqual(['dense_Dense2'])
    const gru = await open(tree, 'embedding_gru_layers/model.json')
    expect(gru.summary.parameters).toBe(2300)
  })
})

describe('sniffing', () => {
  it('goes by content: no format field, any name, weights first, a model in a zip', async () => {
    const { modelTopology, weightsManifest } = graphJson([{ paths: ['w'], weights: [] }]) as Record<string, unknown>
    const tree = await dropOf({
      'mnist.json': { weightsManifest, modelTopology },
      w: '',
      'model.json.keras3': layersJson([dense(1)]),
      'spaces.txt': `\ufeff \n\t${JSON.stringify(layersJson([dense(1)]))}`,
      'input.json': [
        [1, 2],
        [3, 4],
      ],
      'other.json': { text: 'says "modelTopology": {"node": []} in a string' },
      'nested.json': { deep: { modelTopology: { node: [] } } },
    })
    const found = await findModels(tree)
    expect(found.matches.map(({ match, format }) => `${match.name}: ${format.id}`)).toEqual([
      'mnist: tfjs-graph',
      'model.json.keras3: tfjs-layers',
      'spaces.txt: tfjs-layers',
    ])
    expect(found.sidecars).toEqual(['w'])
  })

  it('names models after their folder, without duplicates', async () => {
    const model = layersJson([dense(1)])
    const names = async (...paths: string[]) =>
      (await findModels(await dropOf(Object.fromEntries(paths.map((path) => [path, model]))))).matches.map(
        ({ match }) => match.name,
      )
    expect(await names('model.json')).toEqual(['model'])
    expect(await names('digits/web_model/model.json')).toEqual(['digits'])
    expect(await names('x/b/digits/model.json', 'x/a/digits/model.json')).toEqual(['a/digits', 'b/digits'])
    expect(await names('digits/model.json', 'digits/web_model/model.json')).toEqual(['digits/model.json', 'web_model'])
    const many = [10, 9, 1].map((version) => `all.zip/net${version}/model.json`)
    expect(await names(...many)).toEqual(['net1', 'net9', 'net10'])
  })

  it('lists a truncated model, and reports it on opening', async () => {
    const text = JSON.stringify(graphJson([{ paths: ['w.bin'], weights: [] }]))
    await expect(open(await dropOf({ 'model.json': text.slice(0, -20) }), 'model.json')).rejects.toMatchObject({
      code: 'json-invalid',
      message: expect.stringContaining('model.json is cut off'),
    })
  })

  it('can be cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    await expect(findModels(await dropOf({ 'model.json': graphJson([]) }), controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})

describe('hostile and broken models', () => {
  it('keeps __proto__ and constructor as plain data', async () => {
    const text = JSON.stringify(
      graphJson([{ paths: ['w.bin'], weights: [{ name: '__proto__', shape: [1], dtype: 'float32' }] }], {
        userDefinedMetadata: { labels: ['constructor'] },
      }),
    )
    const hostile = text.replace('"format"', '"__proto__":{"modelTopology":{}},"format"')
    const source = await open(
      await dropOf({
        'model.json': hostile,
        'w.bin': floats(1),
        'glassbox.json': '{"glassbox":1,"settings":{"__proto__":[{"id":"x","values":{"__proto__":1}}]}}',
      }),
      'model.json',
    )
    expect(Object.keys(source.summary.metadata.settings ?? {})).toEqual(['__proto__'])
    expect(Reflect.get({}, 'modelTopology')).toBeUndefined()
  })

  it.each<[string, object, RegExp]>([
    ['a manifest that is not a list', { weightsManifest: { paths: [] } }, /weightsManifest is not a list/],
    [
      'a weight without a shape',
      { weightsManifest: [{ paths: ['w'], weights: [{ name: 'a', dtype: 'float32' }] }] },
      /weights\[0\] \(a\) has no shape/,
    ],
    [
      'a negative dimension',
      { weightsManifest: [{ paths: ['w'], weights: [{ name: 'a', dtype: 'float32', shape: [-1] }] }] },
      /has no shape of integers/,
    ],
    [
      'an unknown dtype',
      { weightsManifest: [{ paths: ['w'], weights: [{ name: 'a', dtype: 'constructor', shape: [1] }] }] },
      /dtype "constructor"; the supported dtypes are float32, int32/,
    ],
    [
      'paths that are not strings',
      { weightsManifest: [{ paths: [7], weights: [{ name: 'a', dtype: 'float32', shape: [1] }] }] },
      /paths is not a list of names/,
    ],
  ])('refuses %s, naming its position', async (_what, part, message) => {
    await expect(open(await dropOf({ 'model.json': graphJson([], part) }), 'model.json')).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(message),
    })
  })
})
