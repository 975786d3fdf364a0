import { float32 } from '../../../graph/constant.ts'
import { outputOf, type Value } from '../../../graph/graph.ts'
import { withDefaults } from '../../../graph/op-defs.ts'
import type { Scope } from './scope.ts'

/** `DataType` → how many fewer mantissa bits than float32 the type has, and its largest number. */
const narrower: ReadonlyMap<number, { readonly bits: number; readonly largest: number }> = new Map([
  [19, { bits: 13, largest: 65_504 }],
  [14, { bits: 16, largest: 3.3895313892515355e38 }],
])

/**
 * Rounds an output that the signature declares as float16 or bfloat16, since the original computation rounded it:
 * Dekker's splitting, `c = x·(2ⁿ+1); c − (c − x)`. Leaves numbers out of range, and subnormal ones, unchanged.
 */
export function roundedTo(type: number, x: Value, scope: Scope): Value {
  const narrow = narrower.get(type)
  if (narrow === undefined) return x
  const op = (name: string, ...inputs: Value[]) =>
    outputOf(scope.op(`round/${name}`, name, inputs, withDefaults(name, {})))
  const constant = (value: number) => scope.constant(float32([value], []), 'round/constant')
  const spread = op('Mul', x, constant(2 ** narrow.bits + 1))
  const rounded = op('Sub', spread, op('Sub', spread, x))
  const inRange = op('LessEqual', op('Abs', x), constant(Math.min(narrow.largest, 2 ** 126 / 2 ** narrow.bits)))
  return op('SelectV2', inRange, rounded, x)
}
