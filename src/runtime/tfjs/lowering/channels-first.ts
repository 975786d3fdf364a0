import { intsAttribute, stringAttribute } from '../../../graph/attributes.ts'
import type { Attribute, Attributes } from '../../../graph/graph.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'

/** List attributes with one or two entries per axis of the input. */
const perAxis = ['strides', 'dilations', 'ksize'] as const

/**
 * Lowers channels-first ops (`NCHW`, `NCDHW`) to transpose, channels-last op, transpose: most kernels support channels
 * last only, and some ignore the layout. The optimiser removes adjacent transposes.
 */
export const channelsFirst =
  (tensors: readonly number[]): Decomposition =>
  (node, b, inputs) => {
    if (!stringAttribute(node.attributes, 'data_format').startsWith('NC')) return null
    const rank = rankOf(node.op, b.info(at(inputs, tensors[0] ?? 0)).shape?.length)
    if (rank === null) return null
    const spatial = Array.from({ length: rank - 2 }, (_, i) => i + 2)
    const last = [0, ...spatial, 1]
    const first = [0, rank - 1, ...spatial.map((axis) => axis - 1)]
    const moved = inputs.map((input, i) => (tensors.includes(i) ? b.transpose(input, last) : input))
    if (node.op.includes('Backprop')) moved[0] = b.op('GatherV2', [at(inputs, 0), b.ints(last), b.int(0)])
    const outputs = b.ops(node.op, moved, inLayout(node.attributes, last, rank))
    return outputs.map((output, i) => (i === 0 ? b.transpose(output, first) : output))
  }

function rankOf(op: string, known: number | undefined): number | null {
  return known ?? (op.includes('3D') ? 5 : op.includes('2D') || op.includes('Pool') ? 4 : null)
}

function inLayout(attributes: Attributes, last: readonly number[], rank: number): Attributes {
  const changed: Record<string, Attribute> = { data_format: { s: rank === 5 ? 'NDHWC' : 'NHWC' } }
  for (const key of perAxis) {
    const values = intsAttribute(attributes, key)
    if (values.length === rank) changed[key] = { list: { i: last.map((axis) => values[axis] ?? 1) } }
  }
  const paddings = intsAttribute(attributes, 'explicit_paddings')
  if (paddings.length === 2 * rank)
    changed.explicit_paddings = {
      list: { i: last.flatMap((axis) => [paddings[2 * axis] ?? 0, paddings[2 * axis + 1] ?? 0]) },
    }
  return { ...attributes, ...changed }
}
