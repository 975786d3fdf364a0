import type { Rule } from '../rule.ts'
import { float, isFloat, scalarOf } from './operands.ts'

const powers: ReadonlyMap<number, string> = new Map([
  [2, 'Square'],
  [0.5, 'Sqrt'],
  [-0.5, 'Rsqrt'],
])

/** Powers with dedicated kernels: Pow is 100 times slower on Wasm. */
export const power: Rule = (index, node) => {
  const [x, y] = node.inputs
  if (x === undefined || !isFloat(index, node)) return null
  const exponent = scalarOf(index, y)
  if (exponent === null) return null
  const op = powers.get(exponent)
  if (op !== undefined)
    return { nodes: [node], apply: (rewriter) => rewriter.edit(node.name, { op, inputs: [x], attributes: float }) }
  if (exponent !== 3) return null
  return {
    nodes: [node],
    apply: (rewriter) => {
      const square = rewriter.op('Square', [x], float, `${node.name}/square`)
      rewriter.edit(node.name, { op: 'Mul', inputs: [square, x], attributes: float })
    },
  }
}

/** Writes a sum of two as an addition, which other rules recognise. */
export const sumOfTwo: Rule = (index, node) => {
  if (node.inputs.length !== 2 || !isFloat(index, node)) return null
  return { nodes: [node], apply: (rewriter) => rewriter.edit(node.name, { op: 'AddV2', attributes: float }) }
}
