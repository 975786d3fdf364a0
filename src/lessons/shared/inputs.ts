import type { InputBinding } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'

/** Fills inputs without a source with made-up values. */
export function completed(bound: readonly InputBinding[], inputs: readonly TensorSpec[]): readonly InputBinding[] {
  const missing = inputs.filter(({ name }) => !bound.some(({ input }) => input === name))
  return [...bound, ...missing.map((spec) => madeUp(spec))]
}

/** Random numbers for floats, zeros for whole numbers, which may be positions in a table, and a short text. */
export function madeUp({ name, dtype }: TensorSpec, seed = 1, dims: InputBinding['dims'] = {}): InputBinding {
  const fill = dtype === 'float32' ? 'random' : 'zeros'
  const source =
    dtype === 'string' ? ({ kind: 'text', text: 'a short text' } as const) : ({ kind: 'fill', fill, seed } as const)
  return { input: name, source, dims, settings: [] }
}
