import { type Attributes, type GraphNode, outputOf, type Value } from '../graph.ts'
import { numbersOf } from '../infer/shape.ts'
import type { GraphIndex } from '../rewrite.ts'
import { type Rule, rulePass } from './rule.ts'

function transposeOf(
  index: GraphIndex,
  node: GraphNode,
): { readonly x: Value; readonly axes: readonly number[] } | null {
  const [x, permutation] = node.inputs
  if (node.op !== 'Transpose' || x === undefined || permutation === undefined) return null
  const axes = numbersOf(index.info(permutation))
  return axes === null ? null : { x, axes: axes.map((axis) => (axis < 0 ? axis + axes.length : axis)) }
}

const isIdentity = (axes: readonly number[]) => axes.every((axis, i) => axis === i)

/** Merges two transposes into one, or removes them if they cancel. */
const merge: Rule = (index, node) => {
  const outer = transposeOf(index, node)
  if (outer === null) return null
  if (isIdentity(outer.axes))
    return { nodes: [node], apply: (rewriter) => rewriter.replace(outputOf(node.name), outer.x) }
  const producer = index.producer(outer.x)
  const inner = transposeOf(index, producer)
  if (inner === null) return null
  const axes = outer.axes.map((axis) => inner.axes[axis] as number)
  if (isIdentity(axes)) {
    return { nodes: [producer, node], apply: (rewriter) => rewriter.replace(outputOf(node.name), inner.x) }
  }
  return {
    nodes: [producer, node],
    apply: (rewriter) => rewriter.edit(node.name, { inputs: [inner.x, rewriter.ints(axes)] }),
  }
}

/** A transpose that only moves axes of length 1 is a reshape, which is free. */
const asReshape: Rule = (index, node) => {
  const found = transposeOf(index, node)
  const shape = found === null ? null : index.info(found.x).shape
  if (found === null || shape === null || index.info(found.x).dtype !== 'float32') return null
  const moved = found.axes.filter((axis) => shape[axis] !== 1)
  if (moved.some((axis, i) => i > 0 && axis < (moved[i - 1] as number))) return null
  const dims = found.axes.map((axis) => shape[axis] ?? 1)
  if (dims.filter((dim) => typeof dim === 'string').length > 1 || dims.includes(0)) return null
  const attributes: Attributes = { T: { type: 'float32' }, Tshape: { type: 'int32' } }
  return {
    nodes: [node],
    apply: (rewriter) => {
      const target = rewriter.ints(dims.map((dim) => (typeof dim === 'string' ? -1 : dim)))
      rewriter.edit(node.name, { op: 'Reshape', inputs: [found.x, target], attributes })
    },
  }
}

export const transposes = rulePass('transposes', 'Merges transposes and drops those that cancel', [
  ['Transpose', merge],
  ['Transpose', asReshape],
])
