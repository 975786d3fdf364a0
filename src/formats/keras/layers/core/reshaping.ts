import { int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { LayerCall, LayerRow } from '../contract.ts'

function product(dims: readonly Dim[]): number | null {
  return dims.reduce<number | null>((all, dim) => (all === null || typeof dim !== 'number' ? null : all * dim), 1)
}

/** Reshapes; one size may be -1, resolved at run time. */
function reshapeTo({ b }: LayerCall, x: Value, dims: readonly Dim[]): Value {
  if (!dims.includes(-1)) return b.reshape(x, dims)
  return b.op('Reshape', [x, b.dims(dims)])
}

const flatten: LayerRow = {
  classes: ['Flatten'],
  lower: (call) => {
    const { b, layer } = call
    const rank = b.rank(call.x)
    const spatial = Array.from({ length: Math.max(0, rank - 2) }, (_, i) => i + 2)
    const first = layer.channelsFirst() && rank > 2
    const x = first ? b.transpose(call.x, [0, ...spatial, 1]) : call.x
    const [batch = 1, ...rest] = b.shape(x)
    return reshapeTo(call, x, [batch, product(rest) ?? -1])
  },
}

const reshape: LayerRow = {
  classes: ['Reshape'],
  lower: (call) => {
    const { b, layer, x } = call
    const target = layer.get('target_shape', 'dims')
    const dims = Array.isArray(target) ? target.map((dim: unknown) => dim ?? -1) : []
    if (!Array.isArray(target) || !dims.every((dim): dim is number => Number.isInteger(dim)))
      throw layer.invalid('target_shape', 'a list of sizes', target)
    const [batch = 1, ...rest] = b.shape(x)
    const whole = product(rest)
    const others = dims.filter((dim) => dim !== -1).reduce((all, dim) => all * dim, 1)
    if (dims.includes(-1) ? whole !== null && whole % others !== 0 : whole !== null && whole !== others)
      throw layer.error(`reshapes to [${dims}], which does not fit its ${whole} input elements.`)
    return reshapeTo(call, x, [batch, ...dims.map((dim) => (dim === -1 && whole !== null ? whole / others : dim))])
  },
}

const permute: LayerRow = {
  classes: ['Permute'],
  lower: ({ b, layer, x }) => {
    const rank = b.rank(x)
    return b.transpose(x, [0, ...layer.numbers('dims', rank - 1)])
  },
}

const repeatVector: LayerRow = {
  classes: ['RepeatVector'],
  lower: ({ b, layer, x }) => b.op('Tile', [b.op('ExpandDims', [x, b.int(1)]), b.ints([1, layer.number('n'), 1])]),
}

/** One pair of numbers per spatial axis, given as one number, one per axis, or pairs. */
function pairs({ layer }: LayerCall, key: string, rank: number): readonly (readonly [number, number])[] {
  const given = layer.get(key) ?? 1
  const list: readonly unknown[] =
    typeof given === 'number' ? Array.from({ length: rank }, () => given) : Array.isArray(given) ? given : []
  // A 1-D layer has a bare pair: `[1, 2]`.
  const perAxis = rank === 1 && list.length === 2 ? [list] : list
  const read = perAxis.flatMap((item: unknown): (readonly [number, number])[] => {
    if (typeof item === 'number') return [[item, item]]
    if (!Array.isArray(item)) return []
    const [before, after] = item as readonly unknown[]
    return typeof before === 'number' && typeof after === 'number' ? [[before, after]] : []
  })
  if (read.length !== rank) throw layer.invalid(key, `${rank} pairs of numbers`, given)
  return read
}

function zeroPadding(rank: 1 | 2 | 3): LayerRow {
  return {
    classes: [`ZeroPadding${rank}D`],
    lower: (call) => {
      const { b, layer, x } = call
      const edges = pairs(call, 'padding', rank)
      const rows = layer.channelsFirst() ? [[0, 0], [0, 0], ...edges] : [[0, 0], ...edges, [0, 0]]
      return b.op('Pad', [x, b.constant(int32(rows.flat(), [rows.length, 2]))])
    },
  }
}

function cropping(rank: 1 | 2 | 3): LayerRow {
  return {
    classes: [`Cropping${rank}D`],
    lower: (call) => {
      const { b, layer, x } = call
      const edges = pairs(call, 'cropping', rank)
      const rows = layer.channelsFirst() ? [[0, 0], [0, 0], ...edges] : [[0, 0], ...edges, [0, 0]]
      const open = rows.reduce((mask, [, after], axis) => (after === 0 ? mask | (1 << axis) : mask), 0)
      return b.op(
        'StridedSlice',
        [
          x,
          b.ints(rows.map(([before = 0]) => before)),
          b.ints(rows.map(([, after = 0]) => -after)),
          b.ints(rows.map(() => 1)),
        ],
        { end_mask: { i: open } },
      )
    },
  }
}

export const reshapingRows: readonly LayerRow[] = [
  flatten,
  reshape,
  permute,
  repeatVector,
  zeroPadding(1),
  zeroPadding(2),
  zeroPadding(3),
  cropping(1),
  cropping(2),
  cropping(3),
]
