import { describe, expect, it } from 'vitest'
import type { NamedTensors } from '../../../base/tensor.ts'
import { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { Graph } from '../../../graph/graph.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../fixtures/runtime.ts'
import { createRuntime } from '../../index.ts'
import { lower } from '../lowering/index.ts'
import { loadCore } from '../packages.ts'
import { chosen } from './scatter.ts'

const floats = (shape: readonly number[], ...data: number[]) =>
  ({ dtype: 'float32', shape, data: Float32Array.from(data) }) as const
const ints = (shape: readonly number[], ...data: number[]) =>
  ({ dtype: 'int32', shape, data: Int32Array.from(data) }) as const

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

  /** The outputs of the second of two runs, by name. */
  async function run(graph: Graph, inputs: NamedTensors): Promise<Readonly<Record<string, readonly unknown[]>>> {
    const { session } = await runtime.start(graph, request(backend))
    await session.run(inputs)
    const { outputs } = await session.run(inputs)
    session.dispose()
    return Object.fromEntries(outputs.map(({ name, value }) => [name, Array.from<unknown>(value.data)]))
  }

  it('TensorScatterUpdate leaves its input unchanged, whether weight or value', async () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [4])
    const twice = b.op('AddV2', [x, x])
    const places = b.constant(int32([3, 1], [2, 1]))
    const weight = b.constant(int32([1, 2, 3, 4], [4]))
    b.output('updated', b.op('TensorScatterUpdate', [twice, places, b.op('Neg', [b.input('to', 'float32', [2])])]))
    b.output('after', b.op('AddV2', [twice, x]))
    const other = b.op('TensorScatterUpdate', [weight, places, b.input('ints', 'int32', [2])])
    b.output('other', other)
    b.output('sum', b.op('AddV2', [weight, other]))
    const found = await run(b.build(), {
      x: floats([4], 1, 2, 3, 4),
      to: floats([2], 10, 20),
      ints: ints([2], 8, 9),
    })
    expect(found).toEqual({
      updated: [2, -20, 6, -10],
      after: [3, 6, 9, 12],
      other: [1, 9, 3, 8],
      sum: [2, 11, 6, 12],
    })
  })

  it('the update by selection, for WebGL, overwrites infinities', async () => {
    const b = new GraphBuilder()
    b.output('y', b.op('Neg', [b.input('x', 'float32', [1])]))
    const { session } = await runtime.start(b.build(), request(backend))
    const tf = await loadCore()
    const x = tf.tensor2d([-Infinity, -Infinity, 3, 4, -Infinity, 6], [3, 2])
    const updated = chosen(tf, x, tf.tensor2d([[2], [0]], [2, 1], 'int32'), tf.tensor2d([1, 0, 7, -Infinity], [2, 2]))
    expect(Array.from(updated.dataSync())).toEqual([7, -Infinity, 3, 4, 1, 0])
    session.dispose()
  })

  it('combines bits with broadcasting, with rewrites for missing ops', async () => {
    const b = new GraphBuilder()
    const [x, y] = [b.input('x', 'int32', [2, 3]), b.input('y', 'int32', [2, 1])]
    for (const op of ['And', 'Or', 'Xor']) b.output(op, b.op(`Bitwise${op}`, [x, y]))
    b.output('swapped', b.op('BitwiseAnd', [b.input('z', 'int32', [3]), y]))
    const { graph } = await lower(b.build(), { optimise: true })
    const [xs, ys, zs] = [
      [6, -1, 2147483647, 16777217, -2147483648, 0],
      [3, -2],
      [5, 6, -8],
    ]
    const found = await run(graph, { x: ints([2, 3], ...xs), y: ints([2, 1], ...ys), z: ints([3], ...zs) })
    const row = (i: number): number => ys[Math.floor(i / 3)] ?? 0
    expect(found).toEqual({
      And: xs.map((a, i) => a & row(i)),
      Or: xs.map((a, i) => a | row(i)),
      Xor: xs.map((a, i) => a ^ row(i)),
      swapped: [...zs, ...zs].map((a, i) => a & row(i)),
    })
  })

  const moved = [
    { mode: 'CONSTANT', row: [9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9] },
    { mode: 'REFLECT', row: [3, 4, 4, 3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1, 2] },
    { mode: 'WRAP', row: [4, 4, 4, 4, 3, 4, 1, 2, 3, 4, 1, 2, 1, 1, 1, 1] },
    { mode: 'NEAREST', row: [1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4] },
  ]

  it.each(moved)('transforms every image of a batch, with fill mode $mode', async ({ mode, row }) => {
    const matrix = [1, 0, -6, 0, 1, 0, 0, 0]
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [2, 1, 4, 1])
    const one = b.input('one', 'float32', [1, 8])
    const two = b.input('two', 'float32', [2, 8])
    for (const interpolation of ['NEAREST', 'BILINEAR'])
      for (const [name, by] of Object.entries({ one, two })) {
        const attributes = { fill_mode: { s: mode }, interpolation: { s: interpolation } }
        const inputs = [x, by, b.ints([1, 16]), b.scalar(9)]
        b.output(`${interpolation} ${name}`, b.op('ImageProjectiveTransformV3', inputs, attributes))
      }
    const found = await run(b.build(), {
      x: floats([2, 1, 4, 1], 1, 2, 3, 4, 5, 6, 7, 8),
      one: floats([1, 8], ...matrix),
      two: floats([2, 8], ...matrix, ...matrix),
    })
    const all = [...row, ...row.map((value) => (value === 9 ? 9 : value + 4))]
    for (const [name, values] of Object.entries(found)) expect(values, name).toEqual(all)
    expect(Object.keys(found)).toHaveLength(4)
  })

  it('translates images by half a pixel with C++ rounding, and projects them', async () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [1, 2, 2, 1])
    const to = (values: readonly number[], interpolation: string) => {
      const matrix = b.op('Reshape', [
        b.op(
          'Pack',
          values.map((value) => b.scalar(value)),
        ),
        b.ints([1, 8]),
      ])
      return b.op('ImageProjectiveTransformV3', [x, matrix, b.ints([2, 2]), b.scalar(9)], {
        interpolation: { s: interpolation },
      })
    }
    b.output('half', to([1, 0, -0.5, 0, 1, 0, 0, 0], 'NEAREST'))
    b.output('between', to([1, 0, 0.25, 0, 1, 0, 0, 0], 'BILINEAR'))
    b.output('projected', to([1, 0, 0, 0, 1, 0, -1, 0.5], 'BILINEAR'))
    const found = await run(b.build(), { x: floats([1, 2, 2, 1], 1, 2, 3, 5) })
    expect(found.half).toEqual([9, 2, 9, 5])
    expect(found.between).toEqual([1.25, 3.75, 3.5, 6])
    // The transform maps column 1 of row 0 to infinity; the others to (0, 0), (0, 2/3) and (2, 2).
    expect(found.projected?.[0]).toBe(1)
    expect(found.projected?.[1]).toBe(9)
    expect(found.projected?.[2]).toBeCloseTo(1 + 4 / 3, 5)
    expect(found.projected?.[3]).toBe(9)
  })
})
