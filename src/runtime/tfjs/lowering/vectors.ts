import { stringAttribute } from '../../../graph/attributes.ts'
import type { Value } from '../../../graph/graph.ts'
import { withShape } from '../../../graph/passes/affine/vector.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'

const arithmetic = [
  ...['Add', 'AddV2', 'BiasAdd', 'Sub', 'Mul', 'Div', 'RealDiv', 'DivNoNan', 'FloorDiv', 'Mod', 'FloorMod', 'Pow'],
  ...['Maximum', 'Minimum', 'SquaredDifference', 'LogicalAnd', 'LogicalOr'],
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'],
]

/**
 * WebGPU generates invalid WGSL for arithmetic on a vector and a tensor of five or more axes: expand the vector to the
 * tensor's rank. Constant vectors are stored that way.
 */
const widened: Decomposition = (node, b, inputs) => {
  const both = [at(inputs, 0), at(inputs, 1)] as const
  const [first = 0, second = 0] = both.map((input) => b.info(input).shape?.length)
  if (Math.max(first, second) < 5 || (first !== 1 && second !== 1)) return null
  if (stringAttribute(node.attributes, 'data_format', 'NHWC').startsWith('NC')) return null
  const [x, y] = [widen(b, both[0], second), widen(b, both[1], first)]
  // A bias is a vector by definition.
  return [b.op(node.op === 'BiasAdd' ? 'AddV2' : node.op, [x, y], node.attributes)]
}

function widen(b: Rewriter, x: Value, rank: number): Value {
  const { shape, constant } = b.info(x)
  if (shape?.length !== 1 || rank < 5) return x
  const ones = new Array<number>(rank - 1).fill(1)
  if (constant === null) return b.reshape(x, [...ones, ...shape])
  return b.constant(withShape(constant, [...ones, ...constant.shape]))
}

export const vectors: readonly DecompositionRow[] = [[arithmetic, widened]]
