import { boolAttribute } from '../attributes.ts'
import { type Constant, derived } from '../constant.ts'
import type { Attributes, Value } from '../graph.ts'
import type { GraphIndex } from '../rewrite.ts'
import { type Rule, rulePass } from './rule.ts'

function transposedMatrix(matrix: Constant): Constant {
  const [rows, columns] = matrix.shape as [number, number]
  return derived([matrix], matrix.dtype, [columns, rows], (data) => {
    const elements = data as Float32Array
    const result = new Float32Array(elements.length)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) result[j * rows + i] = elements[i * columns + j] as number
    return result
  })
}

/** Constant weights of rank 2 that no other node reads. */
function weightsOf(index: GraphIndex, value: Value | undefined): Constant | null {
  const constant = value === undefined ? null : index.constant(value)
  if (constant === null || value === undefined || index.onlyConsumer(value) === null) return null
  return constant.dtype === 'float32' && constant.shape.length === 2 ? constant : null
}

/**
 * Transposes the weights once instead of in every run: the Wasm kernels have a fast path for untransposed ones only.
 */
const transposedWeights: Rule = (index, node) => {
  const weights = weightsOf(index, node.inputs[1])
  if (weights === null || !boolAttribute(node.attributes, 'transpose_b')) return null
  return {
    nodes: [node],
    apply: (rewriter) => {
      const matrix = rewriter.constant(transposedMatrix(weights), `${node.name}/weights`)
      const attributes: Attributes = { ...node.attributes, transpose_b: { b: false } }
      rewriter.edit(node.name, { inputs: node.inputs.with(1, matrix), attributes })
    },
  }
}

/**
 * [..., n, k] x [k, m] with the same weights for the whole batch: one product of rank 2, which is 7 times faster on
 * Wasm.
 */
const batchOfRows: Rule = (index, node) => {
  const [x, y] = node.inputs
  const weights = weightsOf(index, y)
  const shape = x === undefined ? null : index.info(x).shape
  if (x === undefined || weights === null || shape === null || shape.length < 2 || !isFloat(index, x)) return null
  if (boolAttribute(node.attributes, 'adj_x')) return null
  const inner = shape.at(-1)
  const transposed = boolAttribute(node.attributes, 'adj_y')
  const matrix = transposed ? transposedMatrix(weights) : weights
  const [rows, columns] = matrix.shape as [number, number]
  if (inner !== rows || shape.slice(0, -1).filter((dim) => typeof dim === 'string').length > 1 || shape.includes(0))
    return null
  return {
    nodes: [node],
    apply: (rewriter) => {
      const flat =
        shape.length === 2 ? x : rewriter.op('Reshape', [x, rewriter.ints([-1, rows])], { T: { type: 'float32' } })
      const kernel = transposed ? rewriter.constant(matrix, `${node.name}/weights`) : (y as Value)
      const product = rewriter.op('MatMul', [flat, kernel], { T: { type: 'float32' } }, `${node.name}/product`)
      const target = [...shape.slice(0, -1).map((dim) => (typeof dim === 'string' ? -1 : dim)), columns]
      const attributes: Attributes = { T: { type: 'float32' }, Tshape: { type: 'int32' } }
      rewriter.edit(node.name, { op: 'Reshape', inputs: [product, rewriter.ints(target)], attributes })
    },
  }
}

function isFloat(index: GraphIndex, value: Value): boolean {
  return index.info(value).dtype === 'float32'
}

export const matrixProducts = rulePass(
  'matrix-products',
  'Rewrites products with constant weights for the fast kernel',
  [
    [['MatMul', '_FusedMatMul'], transposedWeights],
    [['BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3'], batchOfRows],
  ],
)
