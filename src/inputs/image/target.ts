import { formatShape, type Shape, type TensorSpec } from '../../base/tensor.ts'

export type Layout = 'nhwc' | 'nchw'

/** How an input's shape is interpreted as a picture. */
export interface ImageTarget {
  readonly layout: Layout
  /** Index of each dimension; `null` if absent (flattened pictures have no sides). */
  readonly axes: {
    readonly batch: number | null
    readonly height: number | null
    readonly width: number | null
    readonly channels: number | null
  }
  /** Pictures in the batch. */
  readonly batch: number
  /** `null`: free, and not set by the user. */
  readonly height: number | null
  readonly width: number | null
  readonly channels: number
  /** The reason for this interpretation, as a phrase. */
  readonly reason: string
  shapeOf(height: number, width: number): readonly number[]
}

export interface TargetOptions {
  readonly dims: Readonly<Record<number, number>>
  /** A free channel dimension means one channel instead of three. */
  readonly grey: boolean
  /** The requested layout, `nhwc` or `nchw`. */
  readonly layout?: unknown
}

type Axes = ImageTarget['axes']

const isColour = (dim: number | null | undefined): boolean => dim === 1 || dim === 3 || dim === 4
const isSide = (dim: number | null | undefined): boolean => dim === null || (dim !== undefined && dim >= 4)

/**
 * Interprets a shape as a picture: `[N, H, W, C]` or `[N, C, H, W]` with C of 1, 3 or 4, the same without N, `[N, H,
 * W]` for grey, `[N, s·s]` and `[N, 3·s·s]` for flattened squares. `null` for other shapes.
 */
export function imageTarget(spec: TensorSpec, options: TargetOptions): ImageTarget | null {
  if (spec.dtype === 'string' || spec.dtype === 'complex64') return null
  if (spec.shape === null)
    return build(
      [null, null, null, null],
      'nhwc',
      { batch: 0, height: 1, width: 2, channels: 3 },
      options,
      'the rank is unknown',
    )
  const shape = spec.shape
  const found = read(shape, options.layout)
  const reason = `the input's shape is ${formatShape(shape)}`
  if (found !== null) return build(shape, found.layout, found.axes, options, reason)
  return flat(shape, options, reason)
}

/**
 * Whether pictures are the usual source of an input: its shape has a channel dimension, or is a square that is too large
 * to be a row of features.
 */
export function takesPictures(spec: TensorSpec): boolean {
  const target = spec.shape === null ? null : imageTarget(spec, { dims: {}, grey: false })
  if (target === null) return false
  const { axes, width, height } = target
  if (axes.channels !== null) return true
  return width !== null && width === height && width >= smallestSquare
}

/** Side of the smallest square that is a picture without channels, px. */
const smallestSquare = 28

/** Height and width without a batch: both fixed or both free; if only one is fixed, it is a sequence. */
function isPair(height: number | null | undefined, width: number | null | undefined): boolean {
  return isSide(height) && isSide(width) && (height === null) === (width === null)
}

/** Whether a shape is ambiguous: valid with channels last and with channels first. */
export function isAmbiguous(shape: Shape | null): boolean {
  return shape !== null && shape.length === 4 && canBeFirst(shape) && canBeLast(shape)
}

function canBeFirst([, b, c, d]: Shape): boolean {
  return (b === null || isColour(b)) && isSide(c) && isSide(d)
}

function canBeLast([, b, c, d]: Shape): boolean {
  return (d === null || isColour(d)) && isSide(b) && isSide(c)
}

function read(shape: Shape, asked: unknown): { layout: Layout; axes: Axes } | null {
  const [a, b, c, d] = shape
  if (shape.length === 4) {
    const first = { layout: 'nchw' as const, axes: { batch: 0, channels: 1, height: 2, width: 3 } }
    const last = { layout: 'nhwc' as const, axes: { batch: 0, height: 1, width: 2, channels: 3 } }
    if (canBeFirst(shape) && canBeLast(shape))
      return asked === 'nchw' || (asked !== 'nhwc' && isColour(b) && !isColour(d)) ? first : last
    if (canBeLast(shape)) return last
    return canBeFirst(shape) ? first : null
  }
  if (shape.length !== 3) return null
  if ((a === null || a === 1) && isSide(b) && isSide(c)) {
    return { layout: 'nhwc', axes: { batch: 0, height: 1, width: 2, channels: null } }
  }
  if (isPair(a, b) && isColour(c) && !(a === null && c === 1))
    return { layout: 'nhwc', axes: { batch: null, height: 0, width: 1, channels: 2 } }
  if (isColour(a) && isPair(b, c)) return { layout: 'nchw', axes: { batch: null, channels: 0, height: 1, width: 2 } }
  return null
}

function build(shape: Shape, layout: Layout, axes: Axes, { dims, grey }: TargetOptions, reason: string): ImageTarget {
  const size = (axis: number | null): number | null => (axis === null ? null : (shape[axis] ?? dims[axis] ?? null))
  const channels = axes.channels === null ? 1 : (size(axes.channels) ?? (grey ? 1 : 3))
  const batch = size(axes.batch) ?? 1
  return {
    layout,
    axes,
    batch,
    height: size(axes.height),
    width: size(axes.width),
    channels,
    reason,
    shapeOf: (height, width) => {
      const out = new Array<number>(shape.length).fill(batch)
      if (axes.height !== null) out[axes.height] = height
      if (axes.width !== null) out[axes.width] = width
      if (axes.channels !== null) out[axes.channels] = channels
      return out
    },
  }
}

function flat(shape: Shape, { dims }: TargetOptions, reason: string): ImageTarget | null {
  const length = shape.at(-1)
  if (shape.length < 1 || shape.length > 2 || length === null || length === undefined) return null
  const batched = shape.length === 2
  const batch = batched ? (shape[0] ?? dims[0] ?? 1) : 1
  for (const channels of [1, 3]) {
    const side = Math.sqrt(length / channels)
    if (!Number.isInteger(side) || side < 4) continue
    return {
      layout: 'nhwc',
      axes: { batch: batched ? 0 : null, height: null, width: null, channels: null },
      batch,
      height: side,
      width: side,
      channels,
      reason: `${reason}, and ${length} is ${side} × ${side}${channels === 1 ? '' : ' × 3'}`,
      shapeOf: () => (batched ? [batch, length] : [length]),
    }
  }
  return null
}

/**
 * Whether a tensor of this shape is a picture. Flattened pictures are recognised from 28 × 28: shorter rows are usually
 * features.
 */
export function matchesImage(target: ImageTarget | null, shape: readonly number[]): boolean {
  if (target === null) return false
  const { axes, channels } = target
  if (axes.height === null || axes.width === null) return shape.at(-1) === 784
  if (axes.channels === null) return shape.length === 3 && shape[1] === shape[2]
  return shape.length === (axes.batch === null ? 3 : 4) && shape[axes.channels] === channels
}
