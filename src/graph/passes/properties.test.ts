import { describe, expect, test } from 'vitest'
import { lower } from '../../runtime/tfjs/lowering/index.ts'
import { GraphBuilder } from '../builder.ts'
import { int32 } from '../constant.ts'
import { countOperations } from '../count.ts'
import type { Attributes, Graph, Value } from '../graph.ts'
import { float, lazy, positive, strided, weights } from './fixtures/build.ts'
import { difference } from './fixtures/run.ts'

/** Random integers below `limit`, determined by the seed. */
function dice(seed: number): (limit: number) => number {
  let state = Math.imul(seed + 1, 2654435761)
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) % limit
  }
}

const pooled: Attributes = { ...strided(2), ksize: { list: { i: [1, 2, 2, 1] } } }
const inference: Attributes = { ...float, is_training: { b: false }, epsilon: { f: 0.01 }, data_format: { s: 'NHWC' } }

type Step = (b: GraphBuilder, x: Value, roll: (limit: number) => number) => Value

const channels = (b: GraphBuilder, x: Value) => Number(b.shape(x).at(-1))
const op = (b: GraphBuilder, name: string, ...inputs: readonly Value[]) => b.op(name, inputs, float)
const scaled = (b: GraphBuilder, shape: readonly number[], seed: number) => b.constant(lazy(weights(shape, seed)))

/** A graph from pictures `[batch, height, width, channels]` to pictures. */
const steps: readonly Step[] = [
  (b, x, roll) => b.op('Conv2D', [x, scaled(b, [3, 3, channels(b, x), 2 + roll(4)], roll(99))], strided(1 + roll(2))),
  (b, x, roll) => b.op('Conv2D', [x, scaled(b, [1, 1, channels(b, x), 2 + roll(4)], roll(99))], strided(1, 'VALID')),
  (b, x, roll) => b.op('DepthwiseConv2dNative', [x, scaled(b, [3, 3, channels(b, x), 1], roll(99))], strided()),
  (b, x, roll) => op(b, 'AddV2', x, b.constant(weights([channels(b, x)], roll(99)))),
  (b, x, roll) => op(b, 'Mul', b.constant(positive([1, 1, 1, channels(b, x)], roll(99))), x),
  (b, x, roll) => op(b, 'Sub', b.scalar(roll(5) - 2), x),
  (b, x, roll) => op(b, 'RealDiv', x, b.scalar(1 + roll(5))),
  (b, x, roll) => {
    const parts = [1, 2, 3].map((i) => b.constant((i === 1 ? positive : weights)([channels(b, x)], roll(99))))
    const variance = b.constant(positive([channels(b, x)], roll(99)))
    return b.ops('FusedBatchNormV3', [x, ...parts, variance], inference)[0] as Value
  },
  (b, x) => op(b, 'Relu', x),
  (b, x) => op(b, 'Minimum', op(b, 'Maximum', x, b.scalar(0)), b.scalar(6)),
  (b, x) => op(b, 'Mul', x, op(b, 'Sigmoid', x)),
  (b, x) => op(b, 'Maximum', x, op(b, 'Mul', x, b.scalar(0.1))),
  (b, x) =>
    op(
      b,
      'Mul',
      op(b, 'Mul', x, b.scalar(0.5)),
      op(b, 'AddV2', b.scalar(1), op(b, 'Tanh', op(b, 'Mul', x, b.scalar(0.8)))),
    ),
  (b, x) => b.transpose(b.transpose(x, [0, 3, 1, 2]), [0, 2, 3, 1]),
  (b, x) => b.reshape(b.reshape(x, ['(all)', channels(b, x)]), b.shape(x)),
  (b, x) => b.op('MaxPool', [x], pooled),
  (b, x, roll) => op(b, 'Pad', x, b.constant(int32([0, 0, roll(2), 1, 1, roll(2), 0, 0], [4, 2]))),
  (b, x) => op(b, 'AddV2', op(b, 'Relu', x), x),
  (b, x) => b.op('ConcatV2', [x, op(b, 'Neg', x), b.int(3)], { ...float, N: { i: 2 } }),
]

function randomGraph(seed: number): Graph {
  const roll = dice(seed)
  const b = new GraphBuilder()
  let x = b.input('x', 'float32', [2, 6, 5, 3])
  const outputs: Value[] = []
  const count = 3 + roll(8)
  for (let i = 0; i < count; i++) {
    const [from, step] = [x, steps[roll(steps.length)] as Step]
    x = b.from([`layer ${i}`], () => step(b, from, roll))
    // Sometimes an intermediate value is an output as well.
    if (roll(6) === 0) outputs.push(x)
  }
  if (roll(2) === 0) {
    const from = x
    x = b.from(['head'], () => {
      const pool = b.op('Mean', [from, b.ints([1, 2])], float)
      const kernel = scaled(b, [channels(b, from), 3], roll(99))
      return op(b, 'AddV2', b.op('MatMul', [pool, kernel], float), b.constant(weights([3])))
    })
  }
  for (const [i, value] of [...new Set([...outputs, x])].entries()) b.output(`y${i}`, value)
  return b.build()
}

/** Operations that no longer know which layer they come from. */
function withoutOrigin({ nodes }: Graph): readonly string[] {
  const lost = [...nodes.values()].filter(
    ({ op, origin = [] }) => !/^(Const|Placeholder)$/.test(op) && origin.length === 0,
  )
  return lost.map(({ name }) => name)
}

describe('random graphs', () => {
  test.each(Array.from({ length: 100 }, (_, seed) => seed))(
    'graph %i gives the same after all passes',
    async (seed) => {
      const graph = randomGraph(seed)
      const { graph: raw } = await lower(graph, { optimise: false })
      const { graph: lean, report } = await lower(graph, { optimise: true })
      expect(countOperations(lean)).toBe(report.after)
      expect(withoutOrigin(raw)).toEqual([])
      expect(withoutOrigin(lean)).toEqual([])
      expect(await difference(raw, lean)).toBeLessThan(2e-5)
      const again = await lower(lean, { optimise: true })
      expect(again.report.after).toBe(report.after)
    },
  )
})
