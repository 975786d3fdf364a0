import { int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { cropToRatio, isInterpolation, padToRatio, resize } from '../layers/image/resize.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'
import { reduce } from './reductions.ts'
import { expand, movedAxes, squeeze } from './shaping.ts'

/** Batched channels-last float images, and the way back. */
function images(a: Arguments, ...names: readonly string[]): { x: Value; back: (y: Value) => Value } {
  const { b } = a
  const given = toFloat(b, a.value(...names))
  const first = a.get('data_format') === 'channels_first'
  const single = b.rank(given) === 3
  const batch = single ? expand(b, given, 0) : given
  return {
    x: first ? b.transpose(batch, movedAxes(4, [1], [3])) : batch,
    back: (y) => {
      const restored = first ? b.transpose(y, movedAxes(4, [3], [1])) : y
      return single ? squeeze(b, restored, [0]) : restored
    },
  }
}

const resizeRow: OperationRow = {
  classes: ['Resize'],
  functions: ['image.resize', 'image.resize_v2'],
  parameters: ['images', 'size', 'method'],
  lower: (a) => {
    const { b } = a
    const [height, width] = a.ints('size') ?? []
    if (height === undefined || width === undefined)
      throw a.layer.invalid('size', 'a height and a width', a.get('size'))
    const interpolation = a.string(['interpolation', 'method'], 'bilinear').toLowerCase()
    if (!isInterpolation(interpolation)) throw a.layer.invalid('interpolation', 'one that Keras has', interpolation)
    const { x, back } = images(a, 'images', 'image')
    const cropped = a.bool('crop_to_aspect_ratio', false) ? cropToRatio(b, x, height, width) : x
    const padded = a.bool(['pad_to_aspect_ratio', 'preserve_aspect_ratio'], false)
      ? padToRatio(b, cropped, height, width, a.number('fill_value', 0))
      : cropped
    return back(resize(b, padded, { height, width, interpolation, antialias: a.bool('antialias', false) }))
  },
}

/** Weights from ITU-R BT.601. */
const toGrayscale: OperationRow = {
  classes: ['RGBToGrayscale'],
  functions: ['image.rgb_to_grayscale'],
  parameters: ['images'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.value('images'))
    const axis = a.get('data_format') === 'channels_first' ? b.rank(x) - 3 : b.rank(x) - 1
    const weights = [0.2989, 0.587, 0.114]
    const parts = b.ops('Split', [b.int(axis), x], { num_split: { i: 3 } })
    const scaled = parts.map((part, i) => b.op('Mul', [part, b.scalar(weights[i] ?? 0)]))
    return scaled.reduce((sum, part) => b.op('AddV2', [sum, part]))
  },
}

/** Mean 0 and deviation 1 for each picture; the deviation is at least that of one differing value. */
const perImageStandardization: OperationRow = {
  classes: [],
  functions: ['image.per_image_standardization'],
  parameters: ['image'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.value('image'))
    const axes = [-3, -2, -1]
    const sizes = axes.map((axis) => b.shape(x).at(axis))
    const count = sizes.every((size): size is number => typeof size === 'number')
      ? b.scalar(sizes.reduce((product, size) => product * size, 1))
      : reduce(b, 'Prod', b.cast(b.dims(sizes.map((size) => size ?? 1)), 'float32'), [0], false)
    const centred = b.op('Sub', [x, reduce(b, 'Mean', x, axes, true)])
    const deviation = b.op('Sqrt', [reduce(b, 'Mean', b.op('Square', [centred]), axes, true)])
    return b.op('RealDiv', [centred, b.op('Maximum', [deviation, b.op('Rsqrt', [count])])])
  },
}

/** Padding above and below, left and right: two of top, bottom and target determine the third. */
function edges(a: Arguments, what: 'cropping' | 'padding', x: Value): readonly (readonly [number, number])[] {
  const sides = [
    ['top', 'bottom', 'target_height'],
    ['left', 'right', 'target_width'],
  ] as const
  return sides.map(([first, last, target], i) => {
    const number = (name: string): number | null => (a.get(name) === undefined ? null : a.number(name))
    const [before, after, size] = [number(`${first}_${what}`), number(`${last}_${what}`), number(target)]
    if (before !== null && after !== null) return [before, after]
    const whole = a.b.shape(x)[i + 1]
    if (typeof whole !== 'number' || size === null || (before === null && after === null))
      throw a.layer.error(`has an unknown ${what}.`)
    const rest = Math.abs(whole - size)
    return before === null ? [rest - (after ?? 0), after ?? 0] : [before, rest - before]
  })
}

const cropImages: OperationRow = {
  classes: ['CropImages'],
  parameters: ['images'],
  lower: (a) => {
    const { b } = a
    const { x, back } = images(a, 'images')
    const [rows = [0, 0], columns = [0, 0]] = edges(a, 'cropping', x)
    const bounds = (of: readonly number[]): Value => b.ints([0, ...of, 0])
    const whole = [1, rows[1] === 0 ? 2 : 0, columns[1] === 0 ? 4 : 0, 8].reduce((bits, bit) => bits | bit, 0)
    const cut = b.op(
      'StridedSlice',
      [x, bounds([rows[0], columns[0]]), bounds([-rows[1], -columns[1]]), b.ints([1, 1, 1, 1])],
      { begin_mask: { i: 9 }, end_mask: { i: whole } },
    )
    return back(cut)
  },
}

const padImages: OperationRow = {
  classes: ['PadImages'],
  parameters: ['images'],
  lower: (a) => {
    const { x, back } = images(a, 'images')
    const pairs = [[0, 0], ...edges(a, 'padding', x), [0, 0]]
    return back(a.b.op('Pad', [x, a.b.constant(int32(pairs.flat(), [4, 2]))]))
  },
}

export const imageRows: readonly OperationRow[] = [
  resizeRow,
  toGrayscale,
  perImageStandardization,
  cropImages,
  padImages,
]
