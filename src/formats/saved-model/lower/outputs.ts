import { EngineError } from '../../../base/errors.ts'
import { opDefOf } from '../../../graph/op-defs.ts'
import type { AttributeProtos } from '../proto/attributes.ts'
import type { NodeProto } from '../proto/graph-def.ts'
import type { ArgumentProto, OpDefProto } from '../proto/op-def.ts'
import { resolved } from './attributes.ts'

/**
 * Ops that files use without defining them and that return lists, one list per name: the attribute with the number of
 * values, or with the list of their types; `null` for a single value.
 */
const lists: ReadonlyMap<string, readonly (readonly [output: string, attribute: string | null])[]> = new Map([
  ['Case', [['output', 'Tout']]],
  ['StatelessCase', [['output', 'Tout']]],
  [
    'ParseExampleV2',
    [
      ['sparse_indices', 'num_sparse'],
      ['sparse_values', 'sparse_types'],
      ['sparse_shapes', 'num_sparse'],
      ['dense_values', 'Tdense'],
      ['ragged_values', 'ragged_value_types'],
      ['ragged_row_splits', 'ragged_split_types'],
    ],
  ],
  [
    'RaggedGather',
    [
      ['output_nested_splits', 'OUTPUT_RAGGED_RANK'],
      ['output_dense_values', null],
    ],
  ],
])

/**
 * Functions refer to an output by its name in the op definition, `topk:indices:0`; this resolves it to an index among
 * all outputs of the node. Raises `unknown-op` for an op without a definition of its outputs.
 */
export function outputIndex(
  node: NodeProto,
  output: string,
  index: number,
  ops: ReadonlyMap<string, OpDefProto>,
  binding: AttributeProtos,
): number {
  const stated = ops.get(node.op)?.outputs
  if (stated?.[0]?.name === output) return index
  const defined = stated?.map((argument) => [argument.name, attributeOf(argument)] as const)
  const known = defined ?? lists.get(node.op) ?? opDefOf(node.op)?.outputs.map((name) => [name, null] as const)
  let start = 0
  for (const [name, attribute] of known ?? []) {
    if (name === output) return start + index
    start += attribute === null ? 1 : countOf(node, attribute, binding)
  }
  throw new EngineError('unknown-op', `The operation ${node.op} ("${node.name}") has no known output "${output}".`)
}

function attributeOf({ numberAttribute, typeListAttribute }: ArgumentProto): string | null {
  return numberAttribute || typeListAttribute || null
}

/** The number of values that an attribute stands for. */
function countOf(node: NodeProto, key: string, binding: AttributeProtos): number {
  const found = node.attributes.get(key)
  const attribute = found === undefined ? null : resolved(found, binding)
  if (attribute === null) return 1
  if ('i' in attribute) return attribute.i
  return 'list' in attribute ? attribute.list.type.length : 1
}
