import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { formatShape, type Shape, sizeOf, type TensorSpec } from '../base/tensor.ts'
import type { ImageTarget } from './image/target.ts'

/**
 * How an array is adapted to the input's shape. Row-major order is kept; `axes` is a permutation of the dimensions to
 * apply first.
 */
export interface Fit {
  readonly shape: readonly number[]
  readonly axes: readonly number[] | null
  readonly reason: string
}

export interface FitRequest {
  readonly source: readonly number[]
  readonly spec: TensorSpec
  readonly dims: Readonly<Record<number, number>>
  readonly image: ImageTarget | null
}

/**
 * The rules for adapting a shape, in order: equal; dimensions of 1 added or removed (including a batch of one);
 * channels moved to the other end; a flat array, or flat rows, reshaped row-major; one sample flattened. `null` if none
 * applies.
 */
export function fitShape(request: FitRequest): Fit | null {
  const { source, spec } = request
  const target = spec.shape
  if (target === null) return { shape: source, axes: null, reason: 'the input takes any shape' }
  if (sizeOf(source) === 0) return null
  if (source.length === target.length && target.every((dim, i) => dim === null || dim === source[i])) {
    return { shape: source, axes: null, reason: `the input's shape is ${formatShape(target)}` }
  }
  const aligned = align(
    source.filter((dim) => dim !== 1),
    target,
    0,
    0,
  )
  if (aligned !== null)
    return { shape: aligned, axes: null, reason: `adding or removing dimensions of 1 gives ${formatShape(target)}` }
  return permuted(request) ?? cut(request, target)
}

/**
 * Aligns the dimensions other than 1 with the target's, in order; a free first dimension becomes a batch of one if
 * possible.
 */
function align(source: readonly number[], target: Shape, i: number, j: number): readonly number[] | null {
  if (j === target.length) return i === source.length ? [] : null
  const dim = target[j]
  const size = source[i]
  const take = size !== undefined && (dim === null || dim === size) ? [size, i + 1] : null
  const one = dim === null || dim === 1 ? [1, i] : null
  const batchOfOne = j === 0 && source.length - i < target.length - j
  for (const step of batchOfOne ? [one, take] : [take, one]) {
    if (step === null) continue
    const rest = align(source, target, step[1] as number, j + 1)
    if (rest !== null) return [step[0] as number, ...rest]
  }
  return null
}

/** Converts between channels first and channels last. */
function permuted({ source, image }: FitRequest): Fit | null {
  if (image === null || image.axes.channels === null) return null
  const batched = source.length === 4
  if (!batched && source.length !== 3) return null
  const first = batched ? 1 : 0
  const toLast = image.layout === 'nhwc'
  const axes = toLast ? [first + 1, first + 2, first] : [first + 2, first, first + 1]
  const moved = axes.map((axis) => source[axis] as number)
  const [height, width, channels] = toLast ? moved : [moved[1], moved[2], moved[0]]
  const fits = channels === image.channels && (image.height ?? height) === height && (image.width ?? width) === width
  if (!fits) return null
  const batch = batched ? [source[0] as number] : image.axes.batch === null ? [] : [1]
  if (batched && (image.axes.batch === null || (image.batch !== source[0] && image.batch !== 1))) return null
  return {
    shape: [...batch, ...moved],
    axes: batched ? [0, ...axes] : axes,
    reason: toLast
      ? 'the file has channels first, the input has them last'
      : 'the file has channels last, the input has them first',
  }
}

function cut({ source, spec, dims }: FitRequest, target: Shape): Fit | null {
  const count = sizeOf(source)
  const flat = source.filter((dim) => dim !== 1).length <= 1
  const sample = target.slice(1).map((dim, i) => dim ?? dims[i + 1] ?? null)
  const known = sample.reduce<number>((product, dim) => product * (dim ?? 1), 1)
  const free = sample.filter((dim) => dim === null).length
  if (target.length === 0 || known === 0) return null
  const reason = (what: string): string => `${what} into ${formatShape(spec.shape)}`
  if (source.length === 2 && !flat && free === 0 && source[1] === known && accepts(target[0], source[0])) {
    return { shape: [source[0] as number, ...(sample as number[])], axes: null, reason: reason('each row is cut') }
  }
  if (flat) {
    const shape = solved(count, [target[0] ?? dims[0] ?? null, ...sample])
    return shape === null ? null : { shape, axes: null, reason: reason('a flat array is cut, row by row,') }
  }
  const whole =
    target.length === 1
      ? target[0] === count
      : target.length === 2 && free === 0 && known === count && accepts(target[0], 1)
  if (whole)
    return {
      shape: target.length === 1 ? [count] : [1, count],
      axes: null,
      reason: 'one sample is flattened, row by row',
    }
  const batch = source[0] as number
  if (target.length === 2 && free === 0 && batch * known === count && accepts(target[0], batch)) {
    return { shape: [batch, known], axes: null, reason: 'each sample is flattened, row by row' }
  }
  return null
}

function accepts(dim: number | null | undefined, size: number | undefined): boolean {
  return dim === null || dim === size
}

/** Solves for one unknown dimension; if there are two, the first is a batch of one. */
function solved(count: number, dims: readonly (number | null)[]): readonly number[] | null {
  const free = dims.filter((dim) => dim === null).length
  const open = free === 2 && dims[0] === null ? [1, ...dims.slice(1)] : dims
  if (open.filter((dim) => dim === null).length > 1) return null
  const known = open.reduce<number>((product, dim) => product * (dim ?? 1), 1)
  const rest = count / known
  if (!Number.isInteger(rest) || (rest !== 1 && !open.includes(null))) return null
  return open.map((dim) => dim ?? rest)
}

/** An error with the expected and the found shape. */
export function shapeError(name: string, source: readonly number[], spec: TensorSpec): EngineError {
  const free = spec.shape?.slice(1).filter((dim) => dim === null).length ?? 0
  if (sizeOf(source) === 0) {
    return new EngineError(
      'input-shape',
      `The input "${spec.name}" expects ${formatShape(spec.shape)}; ${name} has the shape ${formatShape(source)} and no elements.`,
      'Choose a file with values.',
    )
  }
  const hint =
    free > 1
      ? 'Set the sizes of the free dimensions, or use an array of exactly that shape.'
      : 'Use an array of that shape, or a flat one with the same number of elements.'
  return new EngineError(
    'input-shape',
    `The input "${spec.name}" expects ${formatShape(spec.shape)}; ${name} has the shape ${formatShape(source)}, ${formatCount(sizeOf(source), 'element')}.`,
    hint,
  )
}
