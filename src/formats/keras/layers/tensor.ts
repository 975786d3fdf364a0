import type { Value } from '../../../graph/graph.ts'

/** A tensor on its way through Keras layers, with the mask that Keras carries along: bool `[batch, time]`, true where data is. */
export class KerasTensor {
  constructor(
    readonly value: Value,
    private carried: Value | null = null,
  ) {}

  get mask(): Value | null {
    return this.carried
  }

  /** Keras 3.8 and later: multi-head attention takes the masks off what it was given, for all that look at it later. */
  dropMask(): void {
    this.carried = null
  }
}

/** A whole number that Python wrote as a float, `2.0`, among the arguments of a call: with it a whole tensor becomes one of floats. */
export class PythonFloat {
  constructor(readonly value: number) {}
}

/** Arguments of layers: tensors and plain values in lists and dicts. */
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

/** Every tensor of a structure, in the order in which Keras flattens it: lists in order, dicts by sorted key. */
export function tensorsOf(nested: Nested): readonly KerasTensor[] {
  if (nested instanceof KerasTensor) return [nested]
  if (typeof nested !== 'object' || nested === null || nested instanceof PythonFloat) return []
  if (Array.isArray(nested)) return nested.flatMap(tensorsOf)
  const dict = nested as { readonly [key: string]: Nested }
  return Object.keys(dict)
    .sort()
    .flatMap((key) => tensorsOf(dict[key]))
}
