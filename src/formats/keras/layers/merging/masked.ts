import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall } from '../contract.ts'
import { mul, where } from '../elementwise.ts'
import { KerasTensor } from '../tensor.ts'

type Masks = readonly (Value | null)[]

/** Masks as `[…, 1]`, next to their tensors. */
function wideMasks({ b, inputs }: LayerCall): Masks {
  return inputs.map(({ mask }) => (mask === null ? null : b.op('ExpandDims', [mask, b.int(-1)])))
}

/** Masked steps count as 1 in the product; a step masked in all inputs gives 0. */
export function productOfMasked(call: LayerCall, values: readonly Value[]): KerasTensor {
  const { b } = call
  const masks = wideMasks(call)
  const factors = values.map((value, i) => {
    const mask = masks[i] ?? null
    return mask === null ? value : where(b, mask, value, 1)
  })
  const product = factors.slice(1).reduce((y, x) => mul(b, y, x), factors[0] as Value)
  const any = anyOf(b, masks)
  return any === null ? new KerasTensor(product) : new KerasTensor(where(b, any, product, 0), narrow(b, any))
}

/** If only one side's mask keeps a step, the result is that side. */
export function extremeOfMasked(
  call: LayerCall,
  values: readonly Value[],
  combine: (b: GraphBuilder, x: Value, y: Value) => Value,
): KerasTensor {
  const { b } = call
  const masks = wideMasks(call)
  let output = values[0] as Value
  let kept = masks[0] ?? null
  values.slice(1).forEach((value, i) => {
    const mask = masks[i + 1] ?? null
    const x = mask === null ? value : where(b, mask, value, output)
    if (kept !== null) output = where(b, kept, output, x)
    kept = mask !== null && kept !== null ? b.op('LogicalOr', [kept, mask]) : null
    output = combine(b, output, x)
  })
  return new KerasTensor(output, kept === null ? null : narrow(b, kept))
}

function anyOf(b: GraphBuilder, masks: Masks): Value | null {
  const all = masks.flatMap((mask) => mask ?? [])
  const [first, ...rest] = all
  if (first === undefined || all.length < masks.length) return null
  return rest.reduce((any, mask) => b.op('LogicalOr', [any, mask]), first)
}

function narrow(b: GraphBuilder, mask: Value): Value {
  return b.op('Squeeze', [mask], { squeeze_dims: { list: { i: [-1] } } })
}
