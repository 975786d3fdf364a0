import { customOpOf } from './ops/index.ts'

/**
 * Ops whose kernels are missing on some rung, with the kernels they use; every other op runs on all four. A test
 * compares this table with the kernel registries of the four packages, in both directions.
 */
export const rareKernels: ReadonlyMap<string, readonly string[]> = new Map([
  ['BitwiseAnd', ['BitwiseAnd']],
  ['Complex', ['Complex']],
  ['ComplexAbs', ['ComplexAbs']],
  ['Einsum', ['Einsum']],
  ['FFT', ['FFT']],
  ['IFFT', ['IFFT']],
  ['Imag', ['Imag']],
  ['IRFFT', ['Complex', 'IFFT', 'Imag', 'Real']],
  ['Real', ['Real']],
  ['RFFT', ['Complex', 'FFT', 'Imag', 'Real']],
  ['SparseFillEmptyRows', ['SparseFillEmptyRows']],
  ['SparseReshape', ['SparseReshape']],
  ['StaticRegexReplace', ['StaticRegexReplace']],
  ['StringSplit', ['StringSplit']],
  ['StringToHashBucketFast', ['StringToHashBucketFast']],
  ['Unique', ['Unique']],
  ['UniqueV2', ['Unique']],
])

/** What a backend has. */
interface Kernels {
  readonly has: (kernel: string) => boolean
  /** See `Backend`. */
  readonly onProcessor: boolean
  /** See `Backend`. */
  readonly readsAtOnce: boolean
}

const readingNumbers = ' with sizes or axes computed in the run'

/** The name under which an op counts that reads numbers back from a GPU before it can run. */
export const readsNumbers = (op: string): string => `${op}${readingNumbers}`

/** The ops among `operations` that cannot run on this backend, sorted; most custom ops need no kernel. */
export function lackingOps(
  operations: ReadonlyMap<string, number>,
  { has, onProcessor, readsAtOnce }: Kernels,
): readonly string[] {
  const lacks = (op: string): boolean => {
    if (op.endsWith(readingNumbers)) return !readsAtOnce
    const custom = customOpOf(op)
    if (custom !== null) return custom.exactIntegers === true && !onProcessor
    return rareKernels.get(op)?.some((kernel) => !has(kernel)) ?? false
  }
  return [...operations.keys()].filter(lacks).sort()
}
