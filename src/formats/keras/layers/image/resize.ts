import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Attribute, Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { div, mul, where } from '../elementwise.ts'

export interface ResizeOptions {
  readonly height: number
  readonly width: number
  readonly interpolation: string
  readonly antialias: boolean
}

/** Methods of `tf.image.resize` and `keras.layers.Resizing`, with the matching kernel of `ScaleAndTranslate`. */
export const scalingKernels: Readonly<Record<string, string>> = {
  bilinear: 'triangle',
  bicubic: 'keyscubic',
  lanczos3: 'lanczos3',
  lanczos5: 'lanczos5',
  gaussian: 'gaussian',
  mitchellcubic: 'mitchellcubic',
}

/** Ops that resize without antialiasing, with half-pixel centres. */
const plain: Readonly<Record<string, string>> = {
  bilinear: 'ResizeBilinear',
  nearest: 'ResizeNearestNeighbor',
  bicubic: 'ResizeBicubic',
  area: 'ResizeArea',
}

export function isInterpolation(name: string): boolean {
  return Object.hasOwn(scalingKernels, name) || Object.hasOwn(plain, name)
}

/** Resizes float32 images `[batch, height, width, channels]` like `tf.image.resize`. */
export function resize(b: GraphBuilder, x: Value, options: ResizeOptions): Value {
  const { height, width, interpolation } = options
  const [, rows, columns] = b.shape(x)
  if (rows === height && columns === width) return x
  const size = b.ints([height, width])
  const op = Object.hasOwn(plain, interpolation) ? plain[interpolation] : undefined
  // Antialiasing has no effect on nearest and area.
  const kernel = Object.hasOwn(scalingKernels, interpolation) ? scalingKernels[interpolation] : undefined
  if (op !== undefined && (kernel === undefined || !options.antialias)) {
    const centres: Readonly<Record<string, Attribute>> = op === 'ResizeArea' ? {} : { half_pixel_centers: { b: true } }
    return b.op(op, [x, size], { align_corners: { b: false }, ...centres })
  }
  const scale = b.op('Pack', [ratio(b, height, rows as Dim), ratio(b, width, columns as Dim)], { axis: { i: 0 } })
  return b.op('ScaleAndTranslate', [x, size, scale, b.op('ZerosLike', [scale])], {
    kernel_type: { s: kernel ?? 'triangle' },
    antialias: { b: options.antialias },
  })
}

function ratio(b: GraphBuilder, to: number, from: Dim): Value {
  if (typeof from === 'number') return b.scalar(to / from)
  return div(b, to, b.cast(b.dim(from), 'float32'))
}

/** Start and length of a part of an axis; values if the axis is free. */
type Extent = number | Value

/** Crops the centre of images to the target's aspect ratio. */
export function cropToRatio(b: GraphBuilder, x: Value, height: number, width: number): Value {
  const [tall, wide] = largest(b, x, height, width)
  return centre(b, x, tall, wide)
}

/**
 * The centre of images of unknown size: of those that are large enough, exactly the target, otherwise the largest area of
 * its aspect ratio.
 */
export function cropOrFit(b: GraphBuilder, x: Value, height: number, width: number): Value {
  const [, rows, columns] = b.shape(x) as readonly [Dim, Dim, Dim, Dim]
  const reaches = (side: Dim, least: number) => b.op('GreaterEqual', [b.dim(side), b.int(least)])
  const fits = b.op('LogicalAnd', [reaches(rows, height), reaches(columns, width)])
  const [tall, wide] = largest(b, x, height, width)
  return centre(b, x, where(b, fits, b.int(height), extent(b, tall)), where(b, fits, b.int(width), extent(b, wide)))
}

/** Height and width of the largest area of the target's aspect ratio. */
function largest(b: GraphBuilder, x: Value, height: number, width: number): readonly [Extent, Extent] {
  const [, rows, columns] = b.shape(x) as readonly [Dim, Dim, Dim, Dim]
  return [smaller(b, rows, scaled(b, columns, height, width)), smaller(b, columns, scaled(b, rows, width, height))]
}

function centre(b: GraphBuilder, x: Value, tall: Extent, wide: Extent): Value {
  const [batch, rows, columns, channels] = b.shape(x) as readonly [Dim, Dim, Dim, Dim]
  const begin = [0, half(b, rows, tall), half(b, columns, wide), 0]
  const y = b.op('Slice', [x, pack(b, begin), pack(b, [-1, tall, wide, -1])])
  if (typeof tall === 'number' && typeof wide === 'number') b.refine(y, [batch, tall, wide, channels])
  return y
}

/**
 * Pads images to the target's aspect ratio: half of what is missing, rounded down, on both sides. An odd difference
 * therefore leaves the image one pixel short, as in Keras.
 */
export function padToRatio(b: GraphBuilder, x: Value, height: number, width: number, fill: number): Value {
  const [batch, rows, columns, channels] = b.shape(x) as readonly [Dim, Dim, Dim, Dim]
  const tall = larger(b, rows, scaled(b, columns, height, width))
  const wide = larger(b, columns, scaled(b, rows, width, height))
  const [top, left] = [half(b, tall, rows), half(b, wide, columns)]
  const paddings = b.op('Reshape', [pack(b, [0, 0, top, top, left, left, 0, 0]), b.ints([4, 2])])
  const padded = b.op('PadV2', [x, paddings, b.scalarLike(x, fill)])
  const beside = (side: Dim, before: Extent): Dim =>
    typeof side === 'number' && typeof before === 'number' ? side + 2 * before : '(padded)'
  const sides = [beside(rows, top), beside(columns, left)] as const
  if (!sides.includes('(padded)')) b.refine(padded, [batch, ...sides, channels])
  return padded
}

function scaled(b: GraphBuilder, side: Dim, by: number, over: number): Extent {
  if (typeof side === 'number') return Math.trunc(Math.fround((side * by) / over))
  return b.cast(div(b, b.cast(mul(b, b.dim(side), by), 'float32'), over), 'int32')
}

function smaller(b: GraphBuilder, side: Dim, other: Extent): Extent {
  if (typeof side === 'number' && typeof other === 'number') return Math.max(1, Math.min(side, other))
  return b.op('Maximum', [b.op('Minimum', [extent(b, side), extent(b, other)]), b.int(1)])
}

function larger(b: GraphBuilder, side: Dim, other: Extent): Extent {
  if (typeof side === 'number' && typeof other === 'number') return Math.max(side, other)
  return b.op('Maximum', [extent(b, side), extent(b, other)])
}

function difference(b: GraphBuilder, whole: Dim | Extent, part: Dim | Extent): Extent {
  if (typeof whole === 'number' && typeof part === 'number') return whole - part
  return b.op('Sub', [extent(b, whole), extent(b, part)])
}

function half(b: GraphBuilder, whole: Dim | Extent, part: Dim | Extent): Extent {
  const rest = difference(b, whole, part)
  return typeof rest === 'number' ? Math.floor(rest / 2) : b.op('FloorDiv', [rest, b.int(2)])
}

/** Values have an output index; dimensions are numbers or names. */
function extent(b: GraphBuilder, of: Dim | Extent): Value {
  if (typeof of === 'number') return b.int(of)
  return /:\d+$/.test(of) ? (of as Value) : b.dim(of)
}

function pack(b: GraphBuilder, list: readonly Extent[]): Value {
  if (list.every((item) => typeof item === 'number')) return b.ints(list as number[])
  return b.op(
    'Pack',
    list.map((item) => extent(b, item)),
    { axis: { i: 0 }, N: { i: list.length } },
  )
}
