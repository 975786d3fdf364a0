import { describe, expect, it } from 'vitest'
import { ranOn } from '../../runtime/tfjs/lowering/fixtures/on-backends.ts'
import { lower } from '../../runtime/tfjs/lowering/index.ts'
import type { GraphBuilder } from '../builder.ts'
import { float32, int32 } from '../constant.ts'
import type { Graph, Value } from '../graph.ts'
import { dilation } from './dilation.ts'
import { float, graphOf, strided, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import volume from './fixtures/dilated-volume.json'
import { difference, operations } from './fixtures/run.ts'

type Convolve = (b: GraphBuilder, parts: Value) => Value

/** Applies `convolve` to the parts of `x` and reassembles them. */
function inParts(
  b: GraphBuilder,
  x: Value,
  block: readonly number[],
  [pads, crops]: readonly [readonly number[], readonly number[]],
  convolve: Convolve,
): Value {
  const edges = (amounts: readonly number[]) => b.constant(int32(amounts, [block.length, 2]))
  const parts = b.op('SpaceToBatchND', [x, b.ints(block), edges(pads)], float)
  return b.op('BatchToSpaceND', [convolve(b, parts), b.ints(block), edges(crops)], float)
}

const folded = ({ nodes }: Graph, op: string) => [...nodes.values()].find((node) => node.op === op)?.attributes

describe('decomposed dilated convolutions in 2-D', () => {
  const graph = (pads: readonly number[], crops: readonly number[], name = 'Conv2D', stride = 1) =>
    graphOf([1, 9, 9, 2], (b, x) =>
      inParts(b, x, [2, 2], [pads, crops], (_, parts) => {
        const kernel = b.constant(weights(name === 'Conv2D' ? [3, 3, 2, 3] : [3, 3, 2, 1]))
        return b.op(name, [parts, kernel], strided(stride, 'VALID'))
      }),
    )

  it('become one convolution with the remaining padding', async () => {
    const same = await rewrites(dilation, graph([2, 3, 2, 3], [0, 1, 0, 1]), ['Conv2D'])
    const dilations = { list: { i: [1, 2, 2, 1] } }
    expect(folded(same, 'Conv2D')).toMatchObject({ padding: { s: 'SAME' }, dilations })
    const valid = await rewrites(dilation, graph([0, 1, 0, 1], [0, 1, 0, 1]), ['Conv2D'])
    expect(folded(valid, 'Conv2D')).toMatchObject({ padding: { s: 'VALID' }, dilations })
    const other = await rewrites(dilation, graph([1, 2, 3, 0], [1, 0, 0, 0]), ['Conv2D'])
    expect(folded(other, 'Conv2D')).toMatchObject({ padding: { s: 'EXPLICIT' }, dilations })
    const depthwise = graph([2, 3, 2, 3], [0, 1, 0, 1], 'DepthwiseConv2dNative')
    await rewrites(dilation, depthwise, ['DepthwiseConv2dNative'])
  })

  it('stay with a stride, or if the crop exceeds the padding', () => {
    leaves(dilation, graph([2, 3, 2, 3], [0, 1, 0, 1], 'Conv2D', 2))
    leaves(dilation, graph([0, 1, 0, 1], [1, 1, 0, 1]))
  })

  it('stay if other nodes read the parts', () => {
    const shared = graphOf([1, 9, 9, 2], (b, x) => {
      const read: Value[] = []
      const y = inParts(
        b,
        x,
        [2, 2],
        [
          [0, 1, 0, 1],
          [0, 1, 0, 1],
        ],
        (_, parts) => {
          read.push(parts)
          return b.op('Conv2D', [parts, b.constant(weights([3, 3, 2, 3]))], strided(1, 'VALID'))
        },
      )
      return [y, ...read]
    })
    leaves(dilation, shared)
  })
})

describe('decomposed dilated convolutions in 1-D', () => {
  const graph = (shape: readonly (number | null)[], block: number, edges: readonly [number[], number[]], axis = -3) =>
    graphOf(shape, (b, x) =>
      inParts(b, x, [block], edges, (_, parts) => {
        const wide = b.op('ExpandDims', [parts, b.int(axis)], float)
        const y = b.op('Conv2D', [wide, b.constant(weights([1, 3, 2, 3]))], strided(1, 'VALID'))
        return b.op('Squeeze', [y], { ...float, squeeze_dims: { list: { i: [axis] } } })
      }),
    )

  it('become one 2-D convolution of height 1', async () => {
    const left = ['ExpandDims', 'Conv2D', 'Squeeze']
    const same = await rewrites(
      dilation,
      graph([null, 9, 2], 2, [
        [2, 3],
        [0, 1],
      ]),
      left,
    )
    expect(folded(same, 'Conv2D')).toMatchObject({ padding: { s: 'SAME' }, dilations: { list: { i: [1, 1, 2, 1] } } })
    const valid = await rewrites(
      dilation,
      graph(
        [null, 12, 2],
        3,
        [
          [0, 0],
          [0, 0],
        ],
        1,
      ),
      left,
    )
    expect(folded(valid, 'Conv2D')).toMatchObject({ padding: { s: 'VALID' }, dilations: { list: { i: [1, 1, 3, 1] } } })
  })

  it('stay if the new axis is different', () => {
    const columns = graphOf([null, 9, 2], (b, x) =>
      inParts(
        b,
        x,
        [2],
        [
          [0, 1],
          [0, 1],
        ],
        (_, parts) => {
          const y = b.op('Conv2D', [b.op('ExpandDims', [parts, b.int(2)], float), b.constant(weights([3, 1, 2, 3]))], {
            ...strided(1, 'VALID'),
          })
          return b.op('Squeeze', [y], { ...float, squeeze_dims: { list: { i: [2] } } })
        },
      ),
    )
    leaves(dilation, columns)
  })
})

describe('decomposed dilated convolutions in 3-D', () => {
  const ones = { list: { i: [1, 1, 1, 1, 1] } }
  const plain = (layout = 'NDHWC') =>
    ({ ...float, strides: ones, padding: { s: 'VALID' }, data_format: { s: layout } }) as const
  const over = (
    shape: readonly number[],
    block: readonly number[],
    edges: readonly [number[], number[]],
    layout?: string,
  ) =>
    graphOf(shape, (b, x) =>
      inParts(b, x, block, edges, (_, parts) =>
        b.op('Conv3D', [parts, b.constant(weights([2, 3, 1, 2, 3]))], plain(layout)),
      ),
    )
  const rewritten = async (graph: Graph) => (await lower(graph, { optimise: false })).graph

  it.each([
    ['SAME', [3, 1, 2, 3, 0, 0], [2, 0, 0, 1, 0, 0], ['Conv3D']],
    ['VALID', [0, 0, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0], ['Conv3D']],
    ['VALID', [0, 0, 1, 2, 1, 1], [0, 0, 0, 0, 0, 1], ['Reshape', 'Pad', 'Reshape', 'Conv3D']],
  ])('become one convolution: %s, %j minus %j', async (padding, pads, crops, left) => {
    const graph = over([2, 6, 7, 4, 2], [2, 2, 1], [pads, crops])
    const whole = await rewritten(graph)
    expect(operations(whole)).toEqual(left)
    expect(folded(whole, 'Conv3D')).toMatchObject({
      padding: { s: padding },
      dilations: { list: { i: [1, 2, 2, 1, 1] } },
    })
    expect(await difference(graph, whole)).toBeLessThan(2e-6)
  })

  it('become one with channels first too', async () => {
    const edges = [
      [0, 1, 2, 2, 0, 0],
      [0, 1, 0, 0, 0, 0],
    ] as const
    const last = over([1, 5, 6, 4, 2], [2, 2, 1], [[...edges[0]], [...edges[1]]])
    const turned = graphOf([1, 5, 6, 4, 2], (b, x) => {
      const [pads, crops] = edges.map((amounts) => [0, 0, ...amounts])
      const y = inParts(b, b.transpose(x, [0, 4, 1, 2, 3]), [1, 2, 2, 1], [pads ?? [], crops ?? []], (_, parts) =>
        b.op('Conv3D', [parts, b.constant(weights([2, 3, 1, 2, 3]))], plain('NCDHW')),
      )
      return b.transpose(y, [0, 2, 3, 4, 1])
    })
    const [whole, other] = [await rewritten(last), await rewritten(turned)]
    expect(operations(other)).not.toContain('SpaceToBatchND')
    expect(await difference(whole, other)).toBeLessThan(2e-6)
  })

  it('stay if the channels are padded, or the crop exceeds the padding', async () => {
    const cropped = await rewritten(
      over(
        [2, 6, 7, 4, 2],
        [2, 2, 1],
        [
          [0, 0, 0, 1, 0, 0],
          [1, 0, 0, 1, 0, 0],
        ],
      ),
    )
    expect(operations(cropped)).toContain('SpaceToBatchND')
    const channels = over(
      [2, 6, 6, 4, 1],
      [2, 2, 1, 1],
      [
        [0, 0, 0, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0, 0, 0],
      ],
    )
    expect(operations(await rewritten(channels))).toContain('SpaceToBatchND')
  })

  it.each(['cpu', 'wasm'] as const)('match TensorFlow on %s', async (backend) => {
    const constant = ({ data, shape }: { data: readonly number[]; shape: readonly number[] }) => float32(data, shape)
    const [found] = await ranOn(backend, [constant(volume.x)], (b, [x]) => {
      const y = inParts(b, x as Value, volume.block, [volume.paddings, volume.crops], (_, parts) =>
        b.op('Conv3D', [parts, b.constant(constant(volume.kernel))], plain()),
      )
      return b.op('BiasAdd', [y, b.constant(constant(volume.bias))], float)
    })
    expect(found?.shape).toEqual(volume.y.shape)
    found?.data.forEach((value, i) => {
      expect(value).toBeCloseTo(volume.y.data[i] ?? Number.NaN, 4)
    })
  })
})
