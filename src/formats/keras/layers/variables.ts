import type { Variable } from './contract.ts'

/** Variables changed by training, in order. */
export const trainable = (...names: readonly string[]): readonly Variable[] =>
  names.map((name) => ({ name, trainable: true }))

/** Variables not updated by gradients: moving averages, statistics from adapt(). */
export const nonTrainable = (...names: readonly string[]): readonly Variable[] =>
  names.map((name) => ({ name, trainable: false }))
