import { expect, it } from 'vitest'
import { type Constant, float32, strings } from '../../../graph/constant.ts'
import { run } from '../../../graph/passes/fixtures/run.ts'
import type { AttributeProto, ListProto } from '../proto/attributes.ts'
import { Library, type NodeProto } from '../proto/graph-def.ts'
import type { MetaGraphProto } from '../proto/saved-model.ts'
import { sourceOf } from '../proto/source.ts'
import { SavedValues } from '../saved-values.ts'
import { lower } from './index.ts'
import { outputsOf } from './op-outputs.ts'

const list = (given: Partial<ListProto>): AttributeProto => ({
  list: { s: [], i: [], f: [], b: [], type: [], shape: [], func: [], ...given },
})

const constants: Readonly<Record<string, Constant>> = {
  names: strings([], [0]),
  sparse_keys: strings(['a']),
  dense_keys: strings(['b']),
  ragged_keys: strings([], [0]),
  missing: float32([7], [1]),
}

/** A node that parses a variable-length feature `a` and a two-element feature `b`, both float32. */
function graphOf(parser: Readonly<Record<string, AttributeProto>>, keys = constants) {
  const node = (name: string, op: string, inputs: readonly string[] = [], attributes = {}): NodeProto => {
    const sources = inputs.map((input) => sourceOf(input, false))
    return { name, op, inputs: sources, attributes: new Map(Object.entries<AttributeProto>(attributes)) }
  }
  const attributes = {
    num_sparse: { i: 1 },
    sparse_types: list({ type: [1] }),
    Tdense: list({ type: [1] }),
    dense_shapes: list({ shape: [[2]] }),
    ragged_value_types: list({}),
    ...parser,
  }
  const inputs = ['records', ...Object.keys(constants)]
  const meta: MetaGraphProto = {
    tags: ['serve'],
    tensorflowVersion: '',
    ops: new Map(),
    graph: {
      nodes: [
        node('records', 'Placeholder'),
        ...Object.keys(constants).map((name) => node(name, 'Const')),
        node('parsed', 'ParseExampleV2', inputs, attributes),
      ],
      functions: new Library(new Uint8Array(), ''),
    },
    signatures: new Map(),
    assets: new Map(),
    initialisers: [],
    objects: { functions: new Map(), objects: [] },
  }
  const port = (name: string, tensor: string) => ({ name, dtype: 'float32' as const, shape: null, tensor, stored: 1 })
  const signature = {
    name: 'serve',
    meta,
    inputs: [{ ...port('examples', 'records:0'), dtype: 'string' as const, shape: [null] }],
    outputs: ['indices', 'values', 'shape', 'b'].map((name, i) => port(name, `parsed:${i}`)),
  }
  return lower(signature, {
    saved: new SavedValues(meta, [], null),
    outputsOf,
    constant: ({ name }) => keys[name] ?? float32([]),
    textTable: () => async () => ({ keys: strings([]), values: strings([]) }),
  })
}

it('makes inputs from features, and a sparse tensor from one of any length', async () => {
  const { graph, repairs } = await graphOf({})
  expect(graph.inputs).toMatchObject([
    { name: 'a', dtype: 'float32', shape: [null, null] },
    { name: 'b', dtype: 'float32', shape: [null, 2] },
  ])
  expect(repairs).toEqual([
    expect.stringMatching(/a float32 \[\?, \?\], b float32 \[\?, 2\] \(7 if a record lacks it\)/),
  ])
  const [indices, values, shape] = await run(graph)
  expect([...(shape?.data ?? [])]).toEqual([2, 8])
  expect([...(indices?.data ?? [])]).toEqual([...Array(16).keys()].flatMap((i) => [Math.floor(i / 8), i % 8]))
  expect(values?.shape).toEqual([16])
})

it('leaves ragged features alone', async () => {
  const { graph, repairs } = await graphOf({}, { ...constants, ragged_keys: strings(['c']) })
  expect(repairs).toEqual([])
  expect(graph.inputs.map(({ name }) => name)).toEqual(['examples'])
  expect([...graph.nodes.values()].map(({ op }) => op)).toContain('ParseExampleV2')
})
