import type { GraphNode } from '../../graph.ts'
import type { GraphIndex } from '../../rewrite.ts'
import type { Match } from '../rule.ts'
import { chainTo } from './affine.ts'
import { foldWhole } from './fold.ts'
import { linearOf } from './linear.ts'
import * as vector from './vector.ts'

/**
 * Arithmetic before a flattening and a MatMul: the weights absorb it, once for each position of the picture. Weight
 * rows follow the element order, so a row's channel is its index modulo the number of channels.
 */
export function foldAcrossReshape(index: GraphIndex, node: GraphNode): Match | null {
  const linear = linearOf(index, node)
  if (linear === null || index.onlyConsumer(linear.input) === null) return null
  const reshape = index.producer(linear.input)
  const source = reshape.op === 'Reshape' ? reshape.inputs[0] : undefined
  if (source === undefined || index.onlyConsumer(source) === null) return null
  const chain = chainTo(index, index.producer(source))
  const channels = index.info(source).shape?.at(-1)
  if (chain === null || typeof channels !== 'number' || channels === 0 || linear.from.count % channels !== 0)
    return null
  if (index.info(chain.input).shape === null || index.info(chain.input).shape?.at(-1) !== channels) return null
  // An offset that can become a bias in place costs nothing.
  if (chain.scale === null && linearOf(index, index.producer(chain.input))?.activation === '') return null
  const [scale, offset] = [chain.scale, chain.offset].map((values) =>
    values === null ? null : vector.repeated(values, linear.from.count / channels),
  )
  const match = foldWhole(linear, { ...chain, scale: scale ?? null, offset: offset ?? null, input: linear.input })
  if (match === null) return null
  return {
    nodes: [...match.nodes, reshape],
    apply: (rewriter) => {
      rewriter.edit(reshape.name, { inputs: reshape.inputs.with(0, chain.input) })
      match.apply(rewriter)
    },
  }
}
