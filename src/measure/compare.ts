import { EngineError } from '../base/errors.ts'
import { formatShape, type TensorValue } from '../base/tensor.ts'

export interface Comparison {
  /** Largest |a − b|; Infinity if one is NaN or infinite and the other differs. */
  readonly maxAbs: number
  /** `maxAbs` over the largest finite magnitude of `reference`; equal to `maxAbs` if that is 0. */
  readonly relative: number
  /** Flat index of the first largest difference; `null` if all elements are equal. */
  readonly index: number | null
  /** The two elements at `index`. */
  readonly values: readonly [number | string, number | string] | null
  readonly count: number
}

/**
 * Compares a tensor with a reference of the same shape, element by element, in float64. NaN equals NaN; differing
 * strings count as 1. Raises `input-shape` if the shapes differ, `input-dtype` if only one holds strings.
 */
export function compareTensors(found: TensorValue, reference: TensorValue): Comparison {
  if (formatShape(found.shape) !== formatShape(reference.shape)) {
    throw new EngineError(
      'input-shape',
      `Tensors of one shape were expected; ${formatShape(found.shape)} and ${formatShape(reference.shape)} were found.`,
    )
  }
  if ((found.dtype === 'string') !== (reference.dtype === 'string')) {
    throw new EngineError(
      'input-dtype',
      `Two tensors of numbers, or two of strings, were expected; ${found.dtype} and ${reference.dtype} were found.`,
    )
  }
  let maxAbs = 0
  let index: number | null = null
  let magnitude = 0
  for (let i = 0; i < reference.data.length; i++) {
    const difference = differenceOf(found.data[i] ?? Number.NaN, reference.data[i] ?? Number.NaN)
    if (difference > maxAbs) {
      maxAbs = difference
      index = i
    }
    const size = Math.abs(Number(reference.data[i]))
    if (Number.isFinite(size) && size > magnitude) magnitude = size
  }
  const values =
    index === null ? null : ([found.data[index] ?? Number.NaN, reference.data[index] ?? Number.NaN] as const)
  const relative = reference.dtype === 'string' || magnitude === 0 ? maxAbs : maxAbs / magnitude
  return { maxAbs, relative, index, values, count: reference.data.length }
}

function differenceOf(a: number | string, b: number | string): number {
  if (Object.is(a, b)) return 0
  if (typeof a === 'string' || typeof b === 'string') return 1
  const difference = Math.abs(a - b)
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
}
