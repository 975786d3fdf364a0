import { expect, it } from 'vitest'
import type { OpenedDrop } from '../base/drop.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { float32 } from '../graph/constant.ts'
import type { Graph } from '../graph/graph.ts'
import type { StartedSession } from '../runtime/contract.ts'
import { loadLedger, type ReadModel } from './load-facts.ts'

const opened = {
  files: 7,
  models: [{}],
  inputs: [{}, {}],
  sidecars: ['a', 'b', 'c'],
  problems: [{}, {}, {}, {}],
  ms: 3,
  bytes: 1000,
} as unknown as OpenedDrop

const summary = {
  weightFiles: [
    { name: 'a.bin', state: 'have' },
    { name: 'b.bin', state: 'missing' },
    { name: 'c.bin', state: 'have' },
  ],
}

/** A constant that is stored in a file. */
const stored = (values: readonly number[]) => ({ ...float32(values), bytes: values.length * 4, file: 'a.bin' })

/** A model of six kinds of ops, one constant used twice, one in a function and one table. */
function graphOfAll(): Graph {
  const weight = stored([1, 2, 3, 4])
  const inner = new GraphBuilder()
  inner.output(
    'y',
    inner.op('Exp', [inner.op('Mul', [inner.input('x', 'float32', [4]), inner.constant(stored([5, 6]))])]),
  )
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [4])
  const sums = [1, 2, 3].map(() => b.op('AddV2', [x, b.constant(weight)]))
  const negated = [1, 2].map(() => b.op('Neg', [x]))
  for (const op of ['Abs', 'Cos', 'Sin']) b.op(op, [x])
  b.output('y', b.op('AddN', [...sums, ...negated]))
  return {
    ...b.build(),
    functions: new Map([['body', inner.build()]]),
    tables: new Map([['table', { keys: stored([1, 2, 3]), values: stored([7, 8, 9]) }]]),
  } as unknown as Graph
}

const started = (graph: Graph) =>
  ({
    graph,
    session: { rung: 'wasm' },
    ladder: [],
    optimisation: { enabled: true },
    warnings: ['a weight is NaN'],
    backendMs: 11,
    buildMs: 13,
    weightsMs: 5,
    details: [],
  }) as unknown as StartedSession

const ledgerOf = (graph: Graph, files = summary.weightFiles) => {
  const model = { summary: { weightFiles: files }, parseMs: 7 } as unknown as ReadModel
  const [dropped, parse, weights, backend] = loadLedger(opened, model, started(graph))
  return { dropped, parse, weights, backend }
}

it('gives every stage of a load its own time and bytes', () => {
  const { dropped, parse, weights, backend } = ledgerOf(graphOfAll())
  expect([dropped, parse, weights, backend].map((one) => [one?.id, one?.ms])).toEqual([
    ['files', 3],
    ['parse', 7],
    ['weights', 5],
    ['backend', 11],
  ])
  expect(dropped).toMatchObject({ bytes: 1000, facts: { files: 7, models: 1, inputs: 2, sidecars: 3, skipped: 4 } })
})

it('counts each stored constant once, those of functions and tables included, and computed ones not', () => {
  const { weights } = ledgerOf(graphOfAll())
  expect(weights).toMatchObject({ bytes: (4 + 2 + 3 + 3) * 4, facts: { tensors: 4, files: 2, rung: 'wasm' } })
  const b = new GraphBuilder()
  b.output('y', b.op('Neg', [b.constant(float32([1]))]))
  expect(ledgerOf(b.build()).weights).toMatchObject({ bytes: 0, facts: { tensors: 0 } })
  expect(ledgerOf(b.build(), []).weights).toMatchObject({ facts: { files: 1 } })
})

it('lists the five most frequent ops, without constants and inputs', () => {
  const { parse } = ledgerOf(graphOfAll())
  expect(parse?.facts).toMatchObject({
    frequent: [
      { op: 'AddV2', count: 3 },
      { op: 'Neg', count: 2 },
      { op: 'Abs', count: 1 },
      { op: 'Cos', count: 1 },
      { op: 'Sin', count: 1 },
    ],
  })
})
