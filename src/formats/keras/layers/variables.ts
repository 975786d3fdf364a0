import type { Variable } from './contract.ts'

/** Variables that training changes, in their order. */
export const trainable = (...names: readonly string[]): readonly Variable[] =>
  names.map((name) => ({ name, trainable: true }))

/** Variables that training does not change by gradients: moving averages, statistics of adapt(). */
export const nonTrainable = (...names: readonly string[]): readonly Variable[] =>
  names.map((name) => ({ name, trainable: false }))
