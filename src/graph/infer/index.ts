import { EngineError } from '../../base/errors.ts'
import type { GraphNode } from '../graph.ts'
import { arrays } from './arrays.ts'
import { inferConstant } from './constants.ts'
import { contentOf } from './content.ts'
import { controlFlow, unknownOp } from './control-flow.ts'
import { convolution } from './convolution.ts'
import { diagonals } from './diagonals.ts'
import { elementwise } from './elementwise.ts'
import { images } from './images.ts'
import type { InferRule, ValueInfo } from './info.ts'
import { lists } from './lists.ts'
import { matmul } from './matmul.ts'
import { ownOps } from './own-ops.ts'
import { pooling } from './pooling.ts'
import { random } from './random.ts'
import { reduction } from './reduction.ts'
import type { InferRow } from './shape.ts'
import { slicing } from './slicing.ts'
import { tables } from './tables.ts'

const families: readonly (readonly InferRow[])[] = [
  elementwise,
  arrays,
  diagonals,
  slicing,
  reduction,
  matmul,
  convolution,
  pooling,
  images,
  random,
  lists,
  tables,
  controlFlow,
  ownOps,
]

/** Every op with a rule. */
export const inferRules: ReadonlyMap<string, InferRule> = new Map(
  families.flat().flatMap(([ops, rule]) => (typeof ops === 'string' ? [ops] : ops).map((op) => [op, rule] as const)),
)

/**
 * Shapes and dtypes of a node's outputs, as far as they are known before a run; `inputs` follow the node's. Outputs of
 * an op without a rule have unknown rank. Raises `model-invalid` for a `Const` without a value.
 */
export function inferNode(node: GraphNode, inputs: readonly ValueInfo[]): readonly ValueInfo[] {
  if (node.op === 'Const') {
    if (node.constant === undefined) throw new EngineError('model-invalid', `The constant ${node.name} has no value.`)
    return [inferConstant(node.constant)]
  }
  const outputs = (inferRules.get(node.op) ?? unknownOp)(node, inputs)
  const [first] = outputs
  if (first === undefined || first.dtype !== 'int32' || outputs.length !== 1) return outputs
  const content = contentOf(node, inputs, first)
  return content === null ? outputs : [{ ...first, content }]
}
