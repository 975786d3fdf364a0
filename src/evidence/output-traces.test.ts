import { expect, it } from 'vitest'
import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { float, graphOf } from '../graph/passes/fixtures/build.ts'
import { outputTraces } from './output-traces.ts'

const traceOf = (build: (b: GraphBuilder, x: Value) => Value) => {
  const graph = graphOf([1, 2, 2, 3], build)
  return outputTraces(graph).get(graph.outputs[0]?.name ?? '')
}

it('walks back to the op that computed the values', () => {
  const trace = traceOf((b, x) => {
    const scores = b.op('Sigmoid', [b.op('Neg', [x], float)], float)
    return b.op('Identity', [b.op('Reshape', [scores, b.ints([1, 4, 3])], float)], float)
  })
  expect(trace?.ops).toEqual(['Sigmoid'])
  expect(trace?.names.map((name) => name.replace(/_\d+$/, ''))).toEqual(['Identity', 'Reshape', 'Sigmoid', 'Neg'])
})

it('finds every part of an output that was put together', () => {
  const trace = traceOf((b, x) =>
    b.op('ConcatV2', [b.op('Sigmoid', [x], float), b.op('Exp', [x], float), b.int(3)], float),
  )
  expect(trace?.ops).toEqual(['Sigmoid', 'Exp'])
})
