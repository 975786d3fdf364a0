import { analyse } from '../graph/analyse.ts'
import { type Graph, type GraphNode, outputOf, producerOf, type Value } from '../graph/graph.ts'
import type { Constants } from './constants.ts'

/** The moments that a batch normalisation remembers, per channel. */
export interface Remembered {
  readonly mean: readonly number[]
  readonly variance: readonly number[]
}

/** Reads the moments of one normalisation; `null` if they are no constants. */
export type ReadMoments = (constants: Constants, signal?: AbortSignal) => Promise<Remembered | null>

/** Longest chain of ops between variance and factor. */
const deepest = 4

/**
 * A batch normalisation that starts at a node: a fused op, the factor of a Keras layer, or the arithmetic
 * `x · γ / √(σ² + ε) + (β − μ γ / √(σ² + ε))` of an exported graph. `null` for any other node.
 */
export function normalisationOf(graph: Graph, node: GraphNode): ReadMoments | null {
  if (/^(_?FusedBatchNorm(V[23])?|_FusedBatchNormEx)$/.test(node.op)) {
    const [, , , mean, variance] = node.inputs
    return mean === undefined || variance === undefined ? null : read(mean, variance)
  }
  if (node.op !== 'Mul') return null
  for (const factor of node.inputs) {
    const remembers = graph.nodes.get(producerOf(factor))?.constant?.remembers
    if (remembers !== undefined)
      return async (_constants, signal) => ({
        mean: Array.from((await remembers.mean.read(signal)) as Float32Array),
        variance: Array.from((await remembers.variance.read(signal)) as Float32Array),
      })
    const variance = underRoot(graph, factor)
    const mean = variance === null ? null : meanBeside(graph, node, factor)
    if (variance !== null && mean !== null) return read(mean, variance)
  }
  return null
}

function read(mean: Value, variance: Value): ReadMoments {
  return async (constants) => {
    const [m, v] = [await constants.read(mean), await constants.read(variance)]
    return m === null || v === null || m.data.length !== v.data.length
      ? null
      : { mean: Array.from(m.data), variance: Array.from(v.data) }
  }
}

/** The value under `1 / √…` in a factor. */
function underRoot(graph: Graph, factor: Value, depth = 0): Value | null {
  const node = graph.nodes.get(producerOf(factor))
  if (node === undefined || depth > deepest) return null
  if (node.op === 'Rsqrt') return node.inputs[0] ?? null
  if (!/^(Mul|Cast|Reshape|Identity|ExpandDims)$/.test(node.op)) return null
  for (const input of node.inputs) {
    const found = underRoot(graph, input, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** The mean in the summand that is added to the scaled values. */
function meanBeside(graph: Graph, { name }: GraphNode, factor: Value): Value | null {
  const sum = analyse(graph).get(outputOf(name))?.reader
  if (sum === null || sum === undefined || !/^(Add|AddV2|Sub)$/.test(sum.op)) return null
  const other = sum.inputs.find((value) => producerOf(value) !== name)
  return other === undefined ? null : timesFactor(graph, other, factor)
}

function timesFactor(graph: Graph, value: Value, factor: Value, depth = 0): Value | null {
  const node = graph.nodes.get(producerOf(value))
  if (node === undefined || depth > deepest) return null
  if (node.op === 'Mul' && node.inputs.includes(factor)) {
    const mean = node.inputs.find((input) => input !== factor) ?? null
    const sign = mean === null ? undefined : graph.nodes.get(producerOf(mean))
    return sign?.op === 'Neg' ? (sign.inputs[0] ?? null) : mean
  }
  for (const input of node.inputs) {
    const found = timesFactor(graph, input, factor, depth + 1)
    if (found !== null) return found
  }
  return null
}
