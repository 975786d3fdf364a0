import { outputOf, type Value } from '../../../../graph/graph.ts'
import { widthOf, withoutWidth } from '../../../../graph/integer-width.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../../graph/passes/known.ts'
import type { Rewriter } from '../../../../graph/rewrite.ts'
import { boundsOf, type Facts, limit } from './bounds.ts'

/** The largest modulus whose products fit in 32 bits. */
const largestModulus = 46_340
/** The largest one whose products fit in the 24 bits of WebGL; others run where integers have 32. */
const exactModulus = 4096
const maxDepth = 16

/** Whether 32 bits may not hold the value. */
export const mayExceed = (b: Facts, value: Value) => boundsOf(b, value).some((bound) => Math.abs(bound) >= limit)

/** The value modulo `modulus`, with every step of its arithmetic reduced. */
function reduced(b: Rewriter, value: Value, modulus: number, depth = 0): Value {
  const numbers = knownNumbers(b, value)
  if (numbers?.length === 1 && b.info(value).shape?.length === 0)
    return b.int((((numbers[0] ?? 0) % modulus) + modulus) % modulus)
  const node = b.made(value)
  const [op, x, y] = [node.op, node.inputs[0], node.inputs[1]]
  const isArithmetic = op === 'Mul' || op === 'Add' || op === 'AddV2' || op === 'Sub'
  const source = op === 'CheckInt64' ? x : undefined
  if (source !== undefined) return reduced(b, source, modulus, depth + 1)
  if (!isArithmetic || x === undefined || y === undefined || depth > maxDepth || !mayExceed(b, value))
    return b.op('FloorMod', [value, b.int(modulus)])
  const parts = [x, y].map((part) => reduced(b, part, modulus, depth + 1))
  return b.op('FloorMod', [b.op(op, parts), b.int(modulus)])
}

/** A remainder of 64-bit arithmetic (hash buckets) is exact when every step is reduced. */
const remainder: Decomposition = (node, b, inputs) => {
  if (widthOf(node.attributes) !== 'int64' || !mayExceed(b, at(inputs, 0))) return null
  const modulus = knownNumbers(b, at(inputs, 1))
  const [divisor] = modulus ?? []
  if (modulus?.length !== 1 || divisor === undefined || divisor < 1 || divisor > largestModulus) return null
  // Beyond 64 bits, TensorFlow wraps too.
  if (boundsOf(b, at(inputs, 0)).some((bound) => Math.abs(bound) >= 2 ** 63)) return null
  const result = reduced(b, at(inputs, 0), divisor)
  return [divisor <= exactModulus ? result : b.op('CheckInt64', [result, b.cast(result, 'float32')])]
}

/** Checks each result of 64-bit arithmetic that may exceed 32 bits, by computing it in floats too. */
const checked: Decomposition = (node, b, inputs) => {
  if (widthOf(node.attributes) !== 'int64' || !mayExceed(b, outputOf(node.name))) return null
  const attributes = withoutWidth(node.attributes)
  const result = b.op(node.op, inputs, attributes)
  const floats = inputs.map((input, i) => (i > 0 && axes.has(node.op) ? input : b.cast(input, 'float32')))
  return [b.op('CheckInt64', [result, b.op(node.op, floats, { ...attributes, T: { type: 'float32' } })])]
}

/** Ops whose second input is a list of axes. */
const axes: ReadonlySet<string> = new Set(['Sum', 'Prod', 'Cumsum'])

/** Arithmetic that may leave 32 bits. */
export const growing: readonly string[] = ['Add', 'AddV2', 'Sub', 'Mul', 'Square', 'Sum', 'Prod', 'Cumsum']

export const wideIntegers: readonly DecompositionRow[] = [
  ['FloorMod', remainder],
  [growing, checked],
]
