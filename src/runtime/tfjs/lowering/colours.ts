import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/**
 * Colour conversions of float32 pictures `[…, 3]`, following TensorFlow's kernels `colorspace_op`, `adjust_hue_op` and
 * `adjust_saturation_op`. Hue is a fraction of a turn, 0…1.
 */
interface Colour {
  readonly hue: Value
  /** Per pixel, over its three channels. */
  readonly largest: Value
  readonly range: Value
}

const last = (b: GraphBuilder) => b.ints([-1])

function partsOf(b: GraphBuilder, colours: Value): readonly [Value, Value, Value] {
  const parts = b.ops('Split', [b.int(b.rank(colours) - 1), colours], { num_split: { i: 3 } })
  return [at(parts, 0), at(parts, 1), at(parts, 2)]
}

function joined(b: GraphBuilder, colours: Value, parts: readonly Value[]): Value {
  return b.op('ConcatV2', [...parts, b.int(b.rank(colours) - 1)])
}

function colourOf(b: GraphBuilder, rgb: Value): Colour {
  const [red, green, blue] = partsOf(b, rgb)
  const keep = { keep_dims: { b: true } }
  const largest = b.op('Max', [rgb, last(b)], keep)
  const range = b.op('Sub', [largest, b.op('Min', [rgb, last(b)], keep)])
  const grey = b.op('LessEqual', [range, b.scalar(0)])
  const sextant = b.op('Mul', [b.op('SelectV2', [grey, b.scalar(1), range]), b.scalar(6)])
  const towards = (x: Value, y: Value, from: number) =>
    b.op('AddV2', [b.op('RealDiv', [b.op('Sub', [x, y]), sextant]), b.scalar(from / 6)])
  const others = b.op('SelectV2', [b.op('Equal', [green, largest]), towards(blue, red, 2), towards(red, green, 4)])
  const found = b.op('SelectV2', [b.op('Equal', [red, largest]), towards(green, blue, 0), others])
  const turned = b.op('SelectV2', [b.op('Less', [found, b.scalar(0)]), b.op('AddV2', [found, b.scalar(1)]), found])
  return { hue: b.op('SelectV2', [grey, b.scalar(0), turned]), largest, range }
}

/** The position of red, green and blue within their range at a given hue: piecewise linear. */
function sharesAt(b: GraphBuilder, hue: Value): readonly Value[] {
  const sixths = b.op('Mul', [hue, b.scalar(6)])
  const from = (centre: number) => b.op('Abs', [b.op('Sub', [sixths, b.scalar(centre)])])
  const lines = [
    b.op('Sub', [from(3), b.scalar(1)]),
    b.op('Sub', [b.scalar(2), from(2)]),
    b.op('Sub', [b.scalar(2), from(4)]),
  ]
  return lines.map((line) => b.op('ClipByValue', [line, b.scalar(0), b.scalar(1)]))
}

/** `largest - range · (1 - share)`. */
function toRgb(b: GraphBuilder, like: Value, { hue, largest, range }: Colour): Value {
  const parts = sharesAt(b, hue).map((share) =>
    b.op('Sub', [largest, b.op('Mul', [range, b.op('Sub', [b.scalar(1), share])])]),
  )
  return joined(b, like, parts)
}

/** `range / largest`, or 0 for black. */
function saturationOf(b: GraphBuilder, { largest, range }: Colour): Value {
  const black = b.op('LessEqual', [largest, b.scalar(0)])
  const divisor = b.op('SelectV2', [black, b.scalar(1), largest])
  return b.op('SelectV2', [black, b.scalar(0), b.op('RealDiv', [range, divisor])])
}

const rgbToHsv: Decomposition = (_, b, inputs) => {
  const rgb = at(inputs, 0)
  if (b.info(rgb).shape === null) return null
  const colour = colourOf(b, rgb)
  return [joined(b, rgb, [colour.hue, saturationOf(b, colour), colour.largest])]
}

const hsvToRgb: Decomposition = (_, b, inputs) => {
  const hsv = at(inputs, 0)
  if (b.info(hsv).shape === null) return null
  const [hue, saturation, largest] = partsOf(b, hsv)
  return [toRgb(b, hsv, { hue, largest, range: b.op('Mul', [saturation, largest]) })]
}

const adjustHue: Decomposition = (_, b, inputs) => {
  const [rgb, turn] = [at(inputs, 0), at(inputs, 1)]
  if (b.info(rgb).shape === null) return null
  const colour = colourOf(b, rgb)
  const moved = b.op('AddV2', [colour.hue, turn])
  const hue = b.op('Sub', [moved, b.op('Floor', [moved])])
  return [toRgb(b, rgb, { ...colour, hue })]
}

const adjustSaturation: Decomposition = (_, b, inputs) => {
  const [rgb, factor] = [at(inputs, 0), at(inputs, 1)]
  if (b.info(rgb).shape === null) return null
  const colour = colourOf(b, rgb)
  const scaled = b.op('Mul', [saturationOf(b, colour), factor])
  const saturation = b.op('ClipByValue', [scaled, b.scalar(0), b.scalar(1)])
  return [toRgb(b, rgb, { ...colour, range: b.op('Mul', [saturation, colour.largest]) })]
}

/** Scales the distance from each channel's mean over the picture, `[…, height, width, channels]`. */
const adjustContrast: Decomposition = (_, b, inputs) => {
  const [x, factor] = [b.cast(at(inputs, 0), 'float32'), at(inputs, 1)]
  const rank = b.info(x).shape?.length
  if (rank === undefined) return null
  const mean = b.op('Mean', [x, b.ints([rank - 3, rank - 2])], { keep_dims: { b: true } })
  return [b.op('AddV2', [b.op('Mul', [b.op('Sub', [x, mean]), factor]), mean])]
}

export const colours: readonly DecompositionRow[] = [
  ['RGBToHSV', rgbToHsv],
  ['HSVToRGB', hsvToRgb],
  ['AdjustHue', adjustHue],
  ['AdjustSaturation', adjustSaturation],
  ['AdjustContrastv2', adjustContrast],
]
