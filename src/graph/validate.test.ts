import { expect, test } from 'vitest'
import { EngineError } from '../base/errors.ts'
import { GraphBuilder } from './builder.ts'
import type { Graph, GraphNode, Value } from './graph.ts'
import { validate } from './validate.ts'

function sound(): Graph {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 2])
  b.output('y', b.op('Relu', [b.op('Neg', [x])]))
  return b.build()
}

function withNode(node: Pick<GraphNode, 'name' | 'op'> & Partial<GraphNode>): Graph {
  const graph = sound()
  return { ...graph, nodes: new Map([...graph.nodes, [node.name, { inputs: [], attributes: {}, ...node }]]) }
}

function problem(graph: Graph): readonly [string, string] {
  try {
    validate(graph)
  } catch (error) {
    if (error instanceof EngineError) return [error.code, error.message]
    throw error
  }
  return ['', '']
}

test('a valid graph passes', () => {
  expect(problem(sound())).toEqual(['', ''])
})

test('a missing producer is named with its reader', () => {
  expect(problem(withNode({ name: 'a', op: 'Abs', inputs: ['nowhere:0'] }))).toEqual([
    'model-invalid',
    'The operation a (Abs) reads nowhere, which is not in the graph.',
  ])
})

test('an output that the op does not have', () => {
  expect(problem(withNode({ name: 'a', op: 'Abs', inputs: ['Relu:1'] }))[1]).toContain('output 1 of Relu')
})

test('a missing function, a missing control, an output without a node', () => {
  expect(
    problem(withNode({ name: 'a', op: 'If', inputs: ['Relu:0'], attributes: { then_branch: { func: 'f' } } }))[1],
  ).toContain('the function f')
  expect(problem(withNode({ name: 'a', op: 'NoOp', controls: ['b'] }))[1]).toContain('depends on b')
  const outputs = [{ name: 'y', value: 'gone:0' as Value, dtype: null, shape: null }]
  expect(problem({ ...sound(), outputs })[1]).toBe('The output "y" reads gone, which is not in the graph.')
})

test('a cycle is printed', () => {
  const ring = (name: string, from: Value): [string, GraphNode] => [
    name,
    { name, op: 'Abs', inputs: [from], attributes: {} },
  ]
  const nodes = new Map([...sound().nodes, ring('a', 'b:0'), ring('b', 'c:0'), ring('c', 'a:0')])
  const [code, message] = problem({ ...sound(), nodes })
  expect(code).toBe('model-cyclic')
  expect(message).toContain('a → b → c → a')
})

test('a TensorFlow 1 loop is not a cycle', () => {
  const node = (name: string, op: string, inputs: readonly Value[]): [string, GraphNode] => [
    name,
    { name, op, inputs, attributes: {} },
  ]
  const nodes = new Map([
    ...sound().nodes,
    node('enter', 'Enter', ['x:0']),
    node('merge', 'Merge', ['enter:0', 'next:0']),
    node('next', 'NextIteration', ['merge:0']),
  ])
  expect(problem({ ...sound(), nodes })).toEqual(['', ''])
})
