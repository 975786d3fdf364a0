import type { GraphNode, Value } from '../graph.ts'
import type { GraphIndex } from '../rewrite.ts'
import { bothWays, float, isFloat, onlyProducer } from './activation/operands.ts'
import { type Rule, rulePass } from './rule.ts'

/** `factor · x`, with no other reader. */
function productOf(index: GraphIndex, value: Value): GraphNode | null {
  return onlyProducer(index, value, 'Mul')
}

/** `root · gamma` with a constant gamma and one root for many elements. */
function factorOf(index: GraphIndex, value: Value) {
  const node = index.producer(value)
  if (node.op !== 'Mul' || index.isOutput(value) || index.consumers(value).length !== 2) return null
  for (const [root, gamma] of bothWays(node))
    if (index.constant(gamma) !== null && onlyProducer(index, root, 'Rsqrt') !== null) return { node, root, gamma }
  return null
}

/**
 * Rewrites `x · (r · γ) + (β - m · (r · γ))`, Keras's layer normalisation, as `((x - m) · r) · γ + β`: one pass over
 * the elements fewer, no cancellation, and a scale and offset that the next layer can absorb.
 */
const centred: Rule = (index, node) => {
  if (!isFloat(index, node)) return null
  for (const [scaled, shift] of bothWays(node)) {
    const [product, difference] = [productOf(index, scaled), onlyProducer(index, shift, 'Sub')]
    const [beta, subtracted] = difference?.inputs ?? []
    const moved = subtracted === undefined ? null : productOf(index, subtracted)
    if (product === null || difference === null || beta === undefined || moved === null) continue
    for (const [x, value] of bothWays(product)) {
      const mean = moved.inputs.find((input) => input !== value)
      const factor = moved.inputs.includes(value) ? factorOf(index, value) : null
      if (factor === null || mean === undefined) continue
      const squares = squaresOf(index, x, mean)
      return {
        nodes: [product, difference, moved, factor.node, ...squares, node],
        apply: (rewriter) => {
          const distance = rewriter.op('Sub', [x, mean], float, `${node.name}/centred`)
          for (const { name } of squares) rewriter.edit(name, { op: 'Square', inputs: [distance], attributes: float })
          const unit = rewriter.op('Mul', [distance, factor.root], float, `${node.name}/normalised`)
          const grown = rewriter.op('Mul', [unit, factor.gamma], float, `${node.name}/scaled`)
          rewriter.edit(node.name, { op: 'AddV2', inputs: [grown, beta], attributes: float })
        },
      }
    }
  }
  return null
}

/** The squared differences whose mean is the variance. */
function squaresOf(index: GraphIndex, x: Value, mean: Value): readonly GraphNode[] {
  return index
    .consumers(mean)
    .filter(({ op, inputs }) => op === 'SquaredDifference' && inputs.includes(x) && inputs.includes(mean))
}

export const normalisation = rulePass('normalisation', 'Removes repeated mean subtraction in layer normalisation', [
  [['Add', 'AddV2'], centred],
])
