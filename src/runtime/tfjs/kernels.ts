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

/** The ops among `operations` that cannot run with only `kernels` registered, sorted; custom ops need no kernel. */
export function lackingOps(
  operations: ReadonlyMap<string, number>,
  kernels: Pick<ReadonlySet<string>, 'has'>,
): readonly string[] {
  const lacks = (op: string): boolean =>
    customOpOf(op) === null && (rareKernels.get(op)?.some((kernel) => !kernels.has(kernel)) ?? false)
  return [...operations.keys()].filter(lacks).sort()
}
