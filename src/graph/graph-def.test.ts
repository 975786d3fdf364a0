import '@tensorflow/tfjs-backend-cpu'
import { loadGraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { GraphBuilder } from './builder.ts'
import { float32, int32, strings } from './constant.ts'
import type { Graph, GraphNode, Value } from './graph.ts'
import { toGraphDef } from './graph-def.ts'

/** The model as plain TensorFlow.js would get it from files; it shares nothing with our runtime. */
async function plain(graph: Graph): Promise<tf.io.ModelArtifacts> {
  const { modelTopology, signature, modelInitializer, constants } = toGraphDef(graph)
  const tensors: { name: string; tensor: tf.Tensor }[] = []
  for (const [name, { dtype, shape, read }] of constants) {
    const data = await read()
    tensors.push({ name, tensor: tf.tensor(data as Float32Array | string[], [...shape], dtype) })
  }
  const { data, specs } = await tf.io.encodeWeights(tensors)
  const json = JSON.stringify({ modelTopology, signature, modelInitializer })
  return { ...JSON.parse(json), weightData: data, weightSpecs: specs }
}

async function run(graph: Graph, inputs: tf.NamedTensorMap): Promise<readonly (readonly unknown[])[]> {
  const model = await loadGraphModel(tf.io.fromMemory(await plain(graph)))
  for (let turn = 0; turn < 2; turn++) await model.executeAsync(inputs, model.outputNodes)
  const result = await model.executeAsync(inputs, model.outputNodes)
  const outputs = Array.isArray(result) ? result : [result]
  return Promise.all(outputs.map(async (tensor) => [tensor.shape, [...(await tensor.data())]]))
}

const node = (name: string, op: string, inputs: GraphNode['inputs'], more: Partial<GraphNode> = {}): GraphNode => ({
  name,
  op,
  inputs,
  attributes: {},
  ...more,
})

function graphOf(nodes: readonly GraphNode[], input: string, outputs: Graph['outputs']): Graph {
  return {
    inputs: [{ name: input, node: input, dtype: 'float32', shape: [null] }],
    outputs,
    nodes: new Map(nodes.map((one) => [one.name, one])),
    functions: new Map(),
    tables: new Map(),
  }
}

const output = (name: string, value: Graph['outputs'][number]['value']) => ({
  name,
  value,
  dtype: 'float32' as const,
  shape: null,
})

describe('a GraphDef in plain TensorFlow.js', () => {
  it('loops and branches over shared constants, repeatedly', async () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [2])
    const two = float32([2], [])
    const scalar = { dtype: 'int32', shape: [] } as const
    const vector = { dtype: 'float32', shape: [2] } as const
    const then = b.function('then', [vector], (body, [v = 'none:0']) => [body.op('Mul', [v, body.constant(two)])])
    const otherwise = b.function('else', [vector], (_body, [v = 'none:0']) => [v])
    const cond = b.function('cond', [scalar, vector], (body, [i = 'none:0']) => [body.op('Less', [i, body.int(3)])])
    const body = b.function('body', [scalar, vector], (inner, [i = 'none:0', v = 'none:0']) => [
      inner.op('AddV2', [i, inner.int(1)]),
      inner.op('AddV2', [v, inner.constant(two)]),
    ])
    const [, looped = x] = b.ops('While', [b.int(0), x], { cond: { func: cond }, body: { func: body } })
    const positive = b.op('Greater', [b.op('Max', [looped, b.ints([0])]), b.constant(two)])
    const chosen = b.op('If', [positive, looped], {
      Tout: { list: { type: ['float32'] } },
      then_branch: { func: then },
      else_branch: { func: otherwise },
    })
    b.output('chosen', chosen)
    const graph = b.build()
    expect([...toGraphDef(graph).constants.values()].filter((constant) => constant === two)).toHaveLength(1)
    expect(await run(graph, { x: tf.tensor1d([1, 2]) })).toEqual([[[2], [14, 16]]])
    expect(await run(graph, { x: tf.tensor1d([-9, -8]) })).toEqual([[[2], [-3, -2]]])
  })

  it('looks keys of any shape up in its tables', async () => {
    const b = new GraphBuilder()
    const words = b.input('words', 'string', [null, 2])
    const table = b.table({ keys: strings(['yes', 'no']), values: int32([10, 20]) })
    b.output('found', b.op('LookupTableFindV2', [table, words, b.int(-1)], { Tout: { type: 'int32' } }))
    const found = await run(b.build(), {
      words: tf.tensor2d(
        [
          ['no', 'what'],
          ['yes', 'no'],
        ],
        [2, 2],
        'string',
      ),
    })
    expect(found).toEqual([
      [
        [2, 2],
        [20, -1, 10, 20],
      ],
    ])
  })

  it('returns outputs of one node, inputs and weights under distinct names', async () => {
    const constant = float32([7])
    const graph = graphOf(
      [
        node('x', 'Placeholder', []),
        node('axis', 'Const', [], { constant: int32([0], []) }),
        node('w', 'Const', [], { constant }),
        node('parts', 'Split', ['axis:0', 'x:0'], { attributes: { num_split: { i: 2 } } }),
      ],
      'x',
      [
        output('second', 'parts:1'),
        output('first', 'parts:0'),
        output('again', 'parts:0'),
        output('same', 'x:0'),
        output('weight', 'w:0'),
      ],
    )
    const model = await loadGraphModel(tf.io.fromMemory(await plain(graph)))
    expect(model.outputNodes).toEqual(['second', 'first', 'again', 'same', 'weight'])
    expect(model.inputNodes).toEqual(['x'])
    const results = model.execute({ x: tf.tensor1d([1, 2, 3, 4]) }, model.outputNodes) as tf.Tensor[]
    expect(results.map((tensor) => [...tensor.dataSync()])).toEqual([[3, 4], [1, 2], [1, 2], [1, 2, 3, 4], [7]])
  })

  it('accepts names that are special in JavaScript or TensorFlow.js', async () => {
    const names = ['constructor', '__proto__', 'a:b', '^c', '', 'a_b'] as const
    const before = (i: number): Value => (i === 0 ? 'outputOf:0' : (`${names[i - 1]}:0` as Value))
    const adds = names.map((name, i) => node(name, 'AddV2', [before(i), 'toString:0']))
    const graph = graphOf(
      [node('outputOf', 'Placeholder', []), node('toString', 'Const', [], { constant: float32([1]) }), ...adds],
      'outputOf',
      [output('hasOwnProperty', 'a_b:0')],
    )
    expect(await run(graph, { outputOf: tf.tensor1d([0]) })).toEqual([[[1], [6]]])
  })

  it('writes attributes like protobuf', () => {
    const attributes = {
      text: { s: 'é' },
      texts: { list: { s: ['a'] } },
      whole: { i: 3 },
      parts: { list: { f: [0.5] } },
      type: { type: 'variant' },
      shape: { shape: [null, 2] },
      any: { shape: null },
      flag: { b: true },
    } as const
    const { modelTopology } = toGraphDef(
      graphOf([node('x', 'Placeholder', []), node('y', 'Thing', ['x:0'], { attributes, controls: ['x'] })], 'x', [
        output('y', 'y:0'),
      ]),
    )
    expect(modelTopology).toMatchObject({
      node: [
        {},
        {
          name: 'y',
          input: ['x', '^x'],
          attr: {
            text: { s: 'w6k=' },
            texts: { list: { s: ['YQ=='] } },
            whole: { i: '3' },
            parts: { list: { f: [0.5] } },
            type: { type: 'DT_VARIANT' },
            shape: { shape: { dim: [{ size: '-1' }, { size: '2' }] } },
            any: { shape: { unknownRank: true } },
            flag: { b: true },
          },
        },
      ],
    })
  })
})
