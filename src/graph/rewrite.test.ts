import { expect, test } from 'vitest'
import { GraphBuilder } from './builder.ts'
import { float32 } from './constant.ts'
import { indexOf, Rewriter } from './rewrite.ts'

function chain() {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 2])
  const neg = b.op('Neg', [x])
  const relu = b.op('Relu', [neg])
  const sum = b.op('AddV2', [relu, neg])
  b.output('y', sum)
  b.output('neg', neg)
  return { graph: b.build(), x, neg, relu, sum }
}

test('an index lists the readers of each value', () => {
  const { graph, x, neg, relu, sum } = chain()
  const index = indexOf(graph)
  expect(index.producer(relu).op).toBe('Relu')
  expect(index.consumers(neg).map(({ op }) => op)).toEqual(['Relu', 'AddV2'])
  expect(index.onlyConsumer(x)?.op).toBe('Neg')
  expect(index.onlyConsumer(relu)?.op).toBe('AddV2')
  expect(index.onlyConsumer(neg)).toBeNull()
  expect(index.onlyConsumer(sum)).toBeNull()
  expect(index.isOutput(neg)).toBe(true)
})

test('returns the same graph if nothing changed', () => {
  const { graph } = chain()
  expect(new Rewriter(graph).finish()).toBe(graph)
})

test('a replacement updates nodes and outputs, and removes unused nodes', () => {
  const { graph, relu, neg } = chain()
  const rewriter = new Rewriter(graph)
  rewriter.replace(relu, neg)
  const { nodes, outputs } = rewriter.finish()
  expect([...nodes.keys()]).toEqual(['x', 'Neg', 'AddV2'])
  expect(nodes.get('AddV2')?.inputs).toEqual(['Neg:0', 'Neg:0'])
  expect(outputs.map(({ value }) => value)).toEqual(['AddV2:0', 'Neg:0'])
  expect(graph.nodes.size).toBe(4)
})

test('a node can be inserted after an existing one', () => {
  const { graph, neg } = chain()
  const rewriter = new Rewriter(graph)
  rewriter.replace(neg, rewriter.op('Abs', [neg]))
  const { nodes, outputs } = rewriter.finish()
  expect(nodes.get('Abs')?.inputs).toEqual(['Neg:0'])
  expect(nodes.get('Relu')?.inputs).toEqual(['Abs:0'])
  expect(outputs[1]?.value).toBe('Abs:0')
})

test('new nodes read the current replacements', () => {
  const { graph, neg, relu, x } = chain()
  const rewriter = new Rewriter(graph)
  rewriter.replace(neg, x)
  rewriter.replace(relu, rewriter.op('Tanh', [neg]))
  const { nodes } = rewriter.finish()
  expect(nodes.get('Tanh')?.inputs).toEqual(['x:0'])
  expect(nodes.get('AddV2')?.inputs).toEqual(['Tanh:0', 'x:0'])
})

test('names are unique, and nodes precede their readers', () => {
  const { graph, sum } = chain()
  const rewriter = new Rewriter(graph)
  const scale = rewriter.constant(float32([2], []), 'Relu')
  rewriter.replace(sum, rewriter.op('Mul', [sum, scale]))
  const order = [...rewriter.finish().nodes.keys()]
  expect(order).toContain('Relu_1')
  expect(order.indexOf('Relu_1')).toBeLessThan(order.indexOf('Mul'))
})
