import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall } from '../contract.ts'

/**
 * The mask of an element-wise merge. Keras 3 keeps a step if any input keeps it, and requires all masks; earlier
 * versions keep a step if all masks keep it, and ignore inputs without a mask.
 */
export function mergedMask({ b, layer, inputs }: LayerCall): Value | null {
  const masks = inputs.flatMap(({ mask }) => mask ?? [])
  const [first, ...rest] = masks
  if (first === undefined) return null
  if (layer.dialect.major < 3) return rest.reduce((all, mask) => b.op('LogicalAnd', [all, mask]), first)
  return masks.length < inputs.length ? null : rest.reduce((any, mask) => b.op('LogicalOr', [any, mask]), first)
}

/** A mask `[batch, steps]` broadcast to `[batch, steps, …]`. */
export function overTensor(b: GraphBuilder, mask: Value, like: Value): Value {
  const wide = Array.from({ length: b.rank(like) - b.rank(mask) }).reduce<Value>(
    (value) => b.op('ExpandDims', [value, b.int(-1)]),
    mask,
  )
  return b.op('LogicalOr', [wide, b.op('NotEqual', [like, like])])
}
