import type { Value } from '../../../graph/graph.ts'

/** A tensor passing through Keras layers, with its Keras mask: bool `[batch, time]`, true for valid steps. */
export class KerasTensor {
  constructor(
    readonly value: Value,
    private carried: Value | null = null,
  ) {}

  get mask(): Value | null {
    return this.carried
  }

  /** Keras 3.8 and later: multi-head attention removes its inputs' masks for all later readers. */
  dropMask(): void {
    this.carried = null
  }
}

/** An integral float from Python, `2.0`, among a call's arguments: it makes the whole tensor float. */
export class PythonFloat {
  constructor(readonly value: number) {}
}

/** Layer arguments: tensors and plain values in lists and dicts. */
export type Nested =
  | KerasTensor
  | PythonFloat
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Nested[]
  | { readonly [key: string]: Nested }

/** Every tensor of a structure in Keras's flattened order: lists in order, dicts by sorted key. */
export function tensorsOf(nested: Nested): readonly KerasTensor[] {
  if (nested instanceof KerasTensor) return [nested]
  if (typeof nested !== 'object' || nested === null || nested instanceof PythonFloat) return []
  if (Array.isArray(nested)) return nested.flatMap(tensorsOf)
  const dict = nested as { readonly [key: string]: Nested }
  return Object.keys(dict)
    .sort()
    .flatMap((key) => tensorsOf(dict[key]))
}
