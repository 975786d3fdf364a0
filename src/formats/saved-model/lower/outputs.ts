import { EngineError } from '../../../base/errors.ts'
import type { AttributeProtos } from '../proto/attributes.ts'
import type { NodeProto } from '../proto/graph-def.ts'
import type { ArgumentProto, OpDefProto } from '../proto/op-def.ts'
import { resolved } from './attributes.ts'
import type { Output } from './op-outputs.ts'

/** What is known about ops. */
interface Operations {
  /** As defined in the file, which may omit ops that only its functions use. */
  readonly ops: ReadonlyMap<string, OpDefProto>
  /** As defined by TensorFlow. */
  outputsOf(op: string): readonly Output[]
}

/**
 * Functions refer to an output by its name in the op definition, `topk:indices:0`; this resolves it to an index among
 * all outputs of the node. Raises `unknown-op` for an op without a definition of its outputs.
 */
export function outputIndex(
  node: NodeProto,
  output: string,
  index: number,
  { ops, outputsOf }: Operations,
  binding: AttributeProtos,
): number {
  const stated = ops.get(node.op)?.outputs
  if (stated?.[0]?.name === output) return index
  const defined = stated?.map((argument) => [argument.name, attributeOf(argument)] as const)
  const known = defined ?? outputsOf(node.op)
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
