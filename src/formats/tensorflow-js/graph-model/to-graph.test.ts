import { describe, expect, it } from 'vitest'
import { float32, int32, strings } from '../../../graph/constant.ts'
import type { Graph } from '../../../graph/graph.ts'
import { optimise } from '../../../graph/passes/index.ts'
import type { JsonObject } from '../../shared/json-value.ts'
import { readPorts } from './signature.ts'
import { type GraphFile, toGraph } from './to-graph.ts'

const node = (name: string, op: string, input: readonly string[] = [], attr: object = {}) => ({ name, op, input, attr })
const type = (name: string) => ({ type: name })
const x = node('x', 'Placeholder', [], { dtype: type('DT_FLOAT') })

function read(topology: object, rest: Partial<GraphFile> = {}): Promise<Graph> {
  const json = topology as JsonObject
  const signature = rest.signature ?? null
  return toGraph({
    path: 'model.json',
    topology: json,
    initializer: null,
    initializerSignature: null,
    ports: readPorts({ signature }, json),
    constants: new Map(),
    ...rest,
    signature,
  })
}

describe('nodes', () => {
  it('are in execution order, weights first in file order, without unused nodes', async () => {
    const topology = {
      node: [
        node('y', 'AddV2', ['m', 'b']),
        node('unused', 'FrobnicateV2', ['no such node']),
        node('stop', 'NoOp', ['unused']),
        node('m', 'MatMul', ['x:0', 'w', '^stop']),
        node('b', 'Const'),
        node('w', 'Const'),
        x,
      ],
    }
    const constants = new Map([
      ['w', float32([1])],
      ['b', float32([2])],
    ])
    const signature = { outputs: { out: { name: 'y:0' } } }
    const { nodes, outputs } = await read(topology, { constants, signature })
    expect([...nodes.keys()]).toEqual(['w', 'b', 'x', 'm', 'y'])
    expect(nodes.get('m')).toEqual({
      name: 'm',
      op: 'MatMul',
      inputs: ['x:0', 'w:0'],
      attributes: expect.objectContaining({ transpose_a: { b: false } }),
      origin: ['m'],
    })
    expect(outputs).toEqual([{ name: 'out', value: 'y:0', dtype: 'float32', shape: null }])
  })

  it('keep control inputs for TensorFlow 1 control flow', async () => {
    const topology = {
      node: [
        x,
        node('p', 'Placeholder', [], { dtype: type('DT_BOOL') }),
        node('switch', 'Switch', ['x', 'p']),
        node('pivot', 'Identity', ['switch:1']),
        node('one', 'Relu', ['switch:1', '^pivot']),
        node('merge', 'Merge', ['switch', 'one']),
      ],
    }
    const { nodes } = await read(topology, { signature: { outputs: { merge: { name: 'merge:0' } } } })
    expect(nodes.get('one')).toMatchObject({ inputs: ['switch:1'], controls: ['pivot'] })
    expect([...nodes.keys()]).toContain('pivot')
  })

  it('have typed attributes, 64-bit and small types narrowed', async () => {
    const attr = {
      T: type('DT_INT64'),
      U: { type: 14 },
      data_format: { s: 'TkhXQw==' },
      bytes: { s: [78, 72] },
      strides: { list: { i: ['1', '2'] } },
      epsilon: { f: 0.5 },
      limit: { f: 'Infinity' },
      count: { i: '-1' },
      flag: { b: false },
      types: { list: { type: ['DT_DOUBLE', 'DT_RESOURCE'] } },
      shape: { shape: { dim: [{ size: '-1' }, { size: '3' }] } },
      any: { shape: { unknownRank: true } },
      empty: { list: {} },
      _output_shapes: { list: { shape: [{}] } },
      nonsense: {},
    }
    const { nodes } = await read({ node: [x, node('y', 'Anything', ['x'], attr)] })
    expect(nodes.get('y')?.attributes).toEqual({
      T: { type: 'int32' },
      U: { type: 'float32' },
      data_format: { s: 'NHWC' },
      bytes: { s: 'NH' },
      strides: { list: { i: [1, 2] } },
      epsilon: { f: 0.5 },
      limit: { f: Number.POSITIVE_INFINITY },
      count: { i: -1 },
      flag: { b: false },
      types: { list: { type: ['float32', 'resource'] } },
      shape: { shape: [null, 3] },
      any: { shape: null },
      empty: { list: { i: [] } },
    })
  })
})

describe('functions', () => {
  const argument = (name: string, dtype = 'DT_FLOAT') => ({ name, type: dtype })

  it('are read with their callees; output names become indices', async () => {
    const library = {
      function: [
        {
          signature: { name: 'f', inputArg: [argument('a'), argument('t', 'DT_RESOURCE')], outputArg: [argument('o')] },
          nodeDef: [
            node('k', 'Const'),
            node('top', 'TopKV2', ['a', 'k:output:0']),
            node('again', 'StatelessIf', ['top:indices:0'], { then_branch: { func: { name: 'g' } } }),
          ],
          ret: { o: 'again:output:1' },
        },
        { signature: { name: 'g', inputArg: [argument('a')], outputArg: [argument('o')] }, ret: { o: 'a' } },
        { signature: { name: 'unused', inputArg: [], outputArg: [] }, nodeDef: [node('k', 'Const')] },
      ],
    }
    const call = node('y', 'StatelessIf', ['x'], { then_branch: { func: { name: 'f' } } })
    const constants = new Map([['k', int32([1], [])]])
    const { functions } = await read({ node: [x, call], library }, { constants })
    expect([...functions.keys()]).toEqual(['f', 'g'])
    const f = functions.get('f')
    expect(f?.parameters).toEqual([
      { node: 'a', dtype: 'float32' },
      { node: 't', dtype: 'resource' },
    ])
    expect(f?.results).toEqual(['again:1'])
    expect(f?.nodes.get('again')?.inputs).toEqual(['top:1'])
    expect(f?.nodes.get('k')?.constant).toBe(constants.get('k'))
    expect(functions.get('g')).toMatchObject({ results: ['a:0'] })
  })
})

describe('hash tables', () => {
  const find = node('y', 'LookupTableFindV2', ['table', 'x', 'none'])
  const none = node('none', 'Const')
  const constants = new Map([
    ['none', int32([-1], [])],
    ['keys', strings(['a', 'b'])],
    ['start', int32([0], [])],
    ['end', int32([2], [])],
    ['step', int32([1], [])],
  ])
  const initializer = {
    node: [
      node('hash', 'HashTableV2'),
      node('keys', 'Const'),
      ...['start', 'end', 'step'].map((name) => node(name, 'Const')),
      node('range', 'Range', ['start', 'end', 'step']),
      node('fill', 'LookupTableImportV2', ['hash', 'keys', 'range']),
    ],
  }
  const resource = node('table', 'Placeholder', [], { dtype: type('DT_RESOURCE') })
  const signature = {
    inputs: { x: { name: 'x:0' }, table: { name: 'table:0', resourceId: 3 } },
    outputs: { y: { name: 'y:0', dtype: 'DT_INT64' } },
  }

  it.each(['hash:0', 'fill:0'])('replace the resource of %s, with computed contents', async (name) => {
    const initializerSignature = { outputs: { r: { name, resourceId: 3 } } }
    const graph = await read(
      { node: [x, resource, none, find] },
      { signature, initializer, initializerSignature, constants },
    )
    expect(graph.inputs.map(({ name: input }) => input)).toEqual(['x'])
    expect(graph.nodes.get('table')?.op).toBe('HashTableV2')
    expect(graph.tables.get('table')?.keys).toBe(constants.get('keys'))
    expect(await graph.tables.get('table')?.values.read()).toEqual(Int32Array.of(0, 1))
  })

  it('are found by node name if the graph has a table node', async () => {
    const own = node('table', 'HashTableV2')
    const named = { node: initializer.node.map((one) => JSON.parse(JSON.stringify(one).replace('"hash"', '"table"'))) }
    const graph = await read({ node: [x, own, none, find] }, { signature: {}, initializer: named, constants })
    expect(graph.tables.get('table')?.keys.data).toEqual(['a', 'b'])
  })

  it('without an initialiser are an error', async () => {
    await expect(read({ node: [x, resource, none, find] }, { signature, constants })).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('"table"'),
    })
  })
})

describe('invalid graphs', () => {
  it.each([
    ['a constant without a weight', [x, node('c', 'Const'), node('y', 'AddV2', ['x', 'c'])], 'weights-missing', '"c"'],
    ['a cycle', [node('a', 'Relu', ['b']), node('b', 'Relu', ['a']), x], 'model-cyclic', 'a → b'],
    ['a node without its input', [x, node('y', 'Relu', ['z:0'])], 'model-invalid', 'z'],
    ['a missing function', [x, node('y', 'If', ['x'], { f: { func: { name: 'g' } } })], 'model-invalid', '"g"'],
    ['no nodes', [], 'model-invalid', 'no output'],
  ])('%s', async (_what, nodes, code, words) => {
    const signature = nodes.length === 3 && code === 'model-cyclic' ? { outputs: { o: { name: 'a' } } } : {}
    const whole = read({ node: nodes }, { signature }).then((graph) => optimise(graph, { enabled: false }))
    await expect(whole).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it('an input missing from the signature', async () => {
    const other = node('other', 'Placeholder', [], { dtype: type('DT_FLOAT') })
    const signature = { inputs: { x: { name: 'x' } }, outputs: { y: { name: 'y' } } }
    await expect(read({ node: [x, other, node('y', 'AddV2', ['x', 'other'])] }, { signature })).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('"other"'),
    })
  })
})
