import { describe, expect, it } from 'vitest'
import { int32 } from '../constant.ts'
import type { Graph } from '../graph.ts'
import { float, graphOf, strided, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { padding } from './padding.ts'

interface Options {
  readonly amounts?: readonly [number, number, number, number]
  readonly shape?: readonly (number | null)[]
  readonly stride?: number
  readonly own?: string
  readonly fill?: number
  readonly op?: 'Conv2D' | 'DepthwiseConv2dNative'
  readonly also?: boolean
}

function padded(options: Options = {}): Graph {
  const {
    amounts = [1, 1, 1, 1],
    shape = [null, 6, 6, 3],
    stride = 1,
    own = 'VALID',
    fill = 0,
    op = 'Conv2D',
  } = options
  return graphOf(shape, (b, x) => {
    const sizes = b.constant(int32([0, 0, ...amounts, 0, 0], [4, 2]))
    const pad = b.op('PadV2', [x, sizes, b.scalar(fill)], float)
    const kernel = b.constant(weights(op === 'Conv2D' ? [3, 3, 3, 4] : [3, 3, 3, 1]))
    const y = b.op(op, [pad, kernel], strided(stride, own), 'y')
    return options.also === true ? [y, pad] : y
  })
}

const paddingOf = (graph: Graph) => graph.nodes.get('y')?.attributes.padding

describe('padding', () => {
  it('becomes SAME if equivalent', async () => {
    const around = await rewrites(padding, padded(), ['Conv2D'])
    expect(paddingOf(around)).toEqual({ s: 'SAME' })
    const behind = padded({ amounts: [0, 1, 0, 1], stride: 2, op: 'DepthwiseConv2dNative' })
    expect(paddingOf(await rewrites(padding, behind, ['DepthwiseConv2dNative']))).toEqual({ s: 'SAME' })
  })

  it('becomes explicit otherwise, or if the size is unknown', async () => {
    for (const options of [
      { stride: 2 },
      { amounts: [2, 0, 1, 3] },
      { amounts: [2, 0, 1, 3], op: 'DepthwiseConv2dNative' },
      { shape: [null, null, null, 3] },
    ] as const) {
      const { op = 'Conv2D' } = options as Options
      expect(paddingOf(await rewrites(padding, padded(options), [op]))).toEqual({ s: 'EXPLICIT' })
    }
  })

  it('stays if it is not zero padding, if others read it, or if the convolution pads too', () => {
    leaves(padding, padded({ fill: 1 }))
    leaves(padding, padded({ also: true }))
    leaves(padding, padded({ own: 'SAME' }))
    leaves(padding, padded({ amounts: [-1, 0, 0, 0] }))
  })
})
