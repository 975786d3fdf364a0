import { describe, expect, it } from 'vitest'
import type { ModelSource } from '../../../graph/model.ts'
import { dropOf } from '../../fixtures/drop.ts'
import { findModels, openModel } from '../../index.ts'

async function open(model: object, weights: Float32Array<ArrayBuffer> = new Float32Array()): Promise<ModelSource> {
  const tree = await dropOf({ 'model.json': model, 'w.bin': new Uint8Array(weights.buffer) })
  const [found] = (await findModels(tree)).matches
  if (found === undefined) throw new Error('no model')
  return openModel(found, tree, {})
}

const dims = (...sizes: number[]) => ({ dim: sizes.map((size) => ({ size: String(size) })) })
const placeholder = (name: string, ...sizes: number[]) => ({
  name,
  op: 'Placeholder',
  attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: dims(...sizes) } },
})

describe('signatures', () => {
  it('keeps the order of the file, strips :0, maps dtypes, and skips resources', async () => {
    const signature = {
      inputs: {
        'b:0': { name: 'b:0', dtype: 'DT_INT64', tensorShape: dims(-1) },
        a: { name: 'node_a:0', dtype: 'DT_STRING', tensorShape: { unknownRank: true } },
        c: { name: 'c:0' },
        table: { name: 'h:0', dtype: 'DT_RESOURCE', resourceId: 4 },
      },
      outputs: {
        'scores:0': { name: 'y:0', dtype: 'DT_HALF', tensorShape: {} },
        'y:1': { name: 'y:1', dtype: 10, tensorShape: dims(1, 54) },
      },
    }
    const bare = (name: string) => ({ name, op: 'Placeholder' })
    const nodes = [bare('b'), bare('node_a'), placeholder('c', -1, 8), { name: 'y', op: 'TopKV2', input: ['c'] }]
    const source = await open({
      modelTopology: { node: nodes, versions: {} },
      signature,
      weightsManifest: [],
    })
    const { summary } = source
    expect(summary.signatures).toEqual([
      {
        name: 'default',
        inputs: [
          { name: 'b', dtype: 'int32', shape: [null] },
          { name: 'a', dtype: 'string', shape: null },
          { name: 'c', dtype: 'float32', shape: [null, 8] },
        ],
        outputs: [
          { name: 'scores', dtype: 'float32', shape: [] },
          { name: 'y:1', dtype: 'bool', shape: [1, 54] },
        ],
      },
    ])
    const { graph } = await source.toGraph('default')
    expect(graph.inputs.map(({ name, node }) => [name, node])).toEqual([
      ['b', 'b'],
      ['a', 'node_a'],
      ['c', 'c'],
    ])
    expect(graph.outputs.map(({ name, value }) => [name, value])).toEqual([
      ['scores', 'y:0'],
      ['y:1', 'y:1'],
    ])
    expect(graph.nodes.get('node_a')?.attributes).toEqual({ dtype: { type: 'string' }, shape: { shape: null } })
  })

  it('falls back to placeholders when the signature names only outputs', async () => {
    const nodes = [
      placeholder('img', -1, 112, 112, 3),
      { name: 'e', op: 'Identity', input: ['img'], attr: { T: { type: 'DT_FLOAT' } } },
    ]
    const { summary } = await open({
      modelTopology: { node: nodes, versions: {} },
      userDefinedMetadata: { signature: { outputs: { embeddings: { name: 'e' } } } },
      weightsManifest: [],
    })
    expect(summary.signatures[0]).toMatchObject({
      inputs: [{ name: 'img', shape: [null, 112, 112, 3] }],
      outputs: [{ name: 'embeddings', shape: null }],
    })
  })
})

describe('structured outputs', () => {
  it('take their names from userDefinedMetadata, by position', async () => {
    const nodes = [
      placeholder('x', 1),
      { name: 'a', op: 'Relu', input: ['x'] },
      { name: 'b', op: 'Relu', input: ['x'] },
    ]
    const userDefinedMetadata = { structuredOutputKeys: ['boxes'] }
    const { summary } = await open({
      modelTopology: { node: nodes, versions: {} },
      userDefinedMetadata,
      weightsManifest: [],
    })
    expect(summary.signatures[0]?.outputs.map(({ name }) => name)).toEqual(['boxes', 'b'])
  })
})

describe('operations', () => {
  it('counts only functions that are called', async () => {
    const call = (name: string, ...functions: string[]) => ({
      name,
      op: 'StatelessWhile',
      attr: Object.fromEntries(functions.map((f) => [f, { func: { name: f } }])),
    })
    const definition = (name: string, ...ops: object[]) => ({ signature: { name }, nodeDef: ops })
    const library = {
      function: [
        definition('body', { name: 'm', op: 'Mul' }, call('again', 'body', 'inner')),
        definition('inner', { name: 'a', op: 'AddV2' }),
        definition('unused', { name: 'e', op: 'Einsum' }),
      ],
    }
    const model = {
      modelTopology: { node: [placeholder('x', 1), call('while', 'body')], library, versions: {} },
      modelInitializer: { node: [{ name: 't', op: 'HashTableV2' }], versions: {} },
      weightsManifest: [],
    }
    const { summary } = await open(model)
    expect(summary.topology).toEqual({ count: 5, unit: 'operation' })
  })
})
