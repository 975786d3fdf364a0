import type { GraphNode, Value } from '../../graph.ts'
import type { GraphIndex, Rewriter } from '../../rewrite.ts'
import type { Match, Rule } from '../rule.ts'
import { bothWays, float, isFloat, onlyProducer, scalarOf, withScalar } from './operands.ts'

/** `1 + tanh(z)` is twice a sigmoid of `2 z`. */
interface Doubled {
  readonly z: Value
  readonly nodes: readonly GraphNode[]
}

function onePlusTanh(index: GraphIndex, value: Value): Doubled | null {
  const sum = onlyProducer(index, value, 'AddV2') ?? onlyProducer(index, value, 'Add')
  const found = sum === null ? null : withScalar(index, sum)
  const tanh = found?.number === 1 ? onlyProducer(index, found.x, 'Tanh') : null
  const z = tanh?.inputs[0]
  return sum === null || tanh === null || z === undefined ? null : { z, nodes: [tanh, sum] }
}

/** `(x / 2) (1 + tanh(z))`, in either order. */
function geluFactors(index: GraphIndex, node: GraphNode): (Doubled & { readonly x: Value | null }) | null {
  for (const [a, b] of bothWays(node)) {
    const doubled = onePlusTanh(index, b)
    if (doubled === null) continue
    if (scalarOf(index, a) === 0.5) return { ...doubled, x: null }
    const half = onlyProducer(index, a, 'Mul')
    const found = half === null ? null : withScalar(index, half)
    if (half !== null && found?.number === 0.5) return { ...doubled, nodes: [half, ...doubled.nodes], x: found.x }
  }
  return null
}

/** The cubic `k (x + c x³)` in the GELU approximation. */
interface Cubic {
  readonly x: Value
  readonly k: number
  readonly c: number
  readonly nodes: readonly GraphNode[]
}

function cubicOf(index: GraphIndex, value: Value): Cubic | null {
  const outer = onlyProducer(index, value, 'Mul')
  const scaled = outer === null ? null : withScalar(index, outer)
  const sum = scaled === null ? null : (onlyProducer(index, scaled.x, 'AddV2') ?? onlyProducer(index, scaled.x, 'Add'))
  if (outer === null || scaled === null || sum === null) return null
  for (const [x, other] of bothWays(sum)) {
    const product = onlyProducer(index, other, 'Mul')
    const term = product === null ? null : withScalar(index, product)
    const cube = term === null ? null : cubeOf(index, term.x, x)
    if (product === null || term === null || cube === null) continue
    return { x, k: scaled.number, c: term.number, nodes: [outer, sum, product, ...cube] }
  }
  return null
}

/** The nodes that compute x³. */
function cubeOf(index: GraphIndex, value: Value, x: Value): readonly GraphNode[] | null {
  const power = onlyProducer(index, value, 'Pow')
  if (power !== null) return power.inputs[0] === x && scalarOf(index, power.inputs[1]) === 3 ? [power] : null
  const cube = onlyProducer(index, value, 'Mul')
  if (cube === null) return null
  for (const [first, second] of bothWays(cube)) {
    if (first !== x) continue
    const square = onlyProducer(index, second, 'Square') ?? onlyProducer(index, second, 'Mul')
    if (square?.inputs.every((input) => input === x)) return [square, cube]
  }
  return null
}

/** `2 z`, and what it replaces. */
function twice(index: GraphIndex, z: Value): { readonly nodes: readonly GraphNode[]; make(b: Rewriter): Value } {
  const cubic = cubicOf(index, z)
  if (cubic !== null) {
    const { x, k, c, nodes } = cubic
    const make = (b: Rewriter) => {
      const term = b.op('Mul', [b.op('Square', [x], float), b.scalar(2 * k * c)], float)
      return b.op('Mul', [x, b.op('AddV2', [term, b.scalar(2 * k)], float)], float)
    }
    return { nodes, make }
  }
  const scaled = onlyProducer(index, z, 'Mul')
  const found = scaled === null ? null : withScalar(index, scaled)
  if (scaled === null || found === null) return { nodes: [], make: (b) => b.op('Mul', [z, b.scalar(2)], float) }
  return { nodes: [scaled], make: (b) => b.op('Mul', [found.x, b.scalar(2 * found.number)], float) }
}

/** The Wasm kernel of Tanh is scalar; that of Sigmoid is 17 times faster, and two constants are saved. */
export const gelu: Rule = (index, node): Match | null => {
  if (!isFloat(index, node)) return null
  const found = geluFactors(index, node)
  if (found === null) return null
  const { nodes, make } = twice(index, found.z)
  return {
    nodes: [...nodes, ...found.nodes, node],
    apply: (b) => {
      const inner = b.scope(node.name, () => make(b))
      if (found.x === null) return b.edit(node.name, { op: 'Sigmoid', inputs: [inner], attributes: float })
      const gate = b.op('Sigmoid', [inner], float, `${node.name}/gate`)
      b.edit(node.name, { inputs: [found.x, gate], attributes: float })
    },
  }
}
