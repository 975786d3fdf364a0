import { customOpOf } from './ops/index.ts'

/**
 * The ops whose kernels some rung lacks, with the kernels they run; every other op runs on all four. A test compares
 * this table with the registries of the four packages, both ways.
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

/** The ops among `operations` that cannot run where only `kernels` are registered, sorted; ops of our own need no kernel. */
export function lackingOps(
  operations: ReadonlyMap<string, number>,
  kernels: Pick<ReadonlySet<string>, 'has'>,
): readonly string[] {
  const lacks = (op: string): boolean =>
    customOpOf(op) === null && (rareKernels.get(op)?.some((kernel) => !kernels.has(kernel)) ?? false)
  return [...operations.keys()].filter(lacks).sort()
}
