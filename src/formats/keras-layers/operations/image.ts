import type { Value } from '../../../graph/graph.ts'
import { cropToRatio, isInterpolation, padToRatio, resize } from '../image-resize.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'
import { expand, movedAxes, squeeze } from './shaping.ts'

/** Float images in a batch with channels last, and the way back. */
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

/** Weights as in ITU-R BT.601. */
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

export const imageRows: readonly OperationRow[] = [resizeRow, toGrayscale]
