import type { InspectedNode, Inspection } from '../../base/inspection.ts'
import { sizeOf } from '../../base/tensor.ts'

/** Figures of one form of a group or node, summed over what is in it. */
export interface Figures {
  /** Operations; inputs of the model are none. */
  readonly operations: number
  /** Arithmetic of one run with a batch of 1, as far as it is known. */
  readonly flops: number
  /** True if each operation's arithmetic is counted from shapes alone. */
  readonly exact: boolean
  /** Operations whose arithmetic depends on sizes known only at run time. */
  readonly unknown: number
  /** Elements and stored bytes of the weights that it reads, each weight once. */
  readonly parameters: number
  readonly bytes: number
}

const nothing: Figures = { operations: 0, flops: 0, exact: true, unknown: 0, parameters: 0, bytes: 0 }

export function figuresOfNode({ op, work, weights }: InspectedNode): Figures {
  return {
    operations: op === 'Placeholder' ? 0 : 1,
    flops: work?.flops ?? 0,
    exact: work?.exact ?? true,
    unknown: work === null ? 1 : 0,
    parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    bytes: weights.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** The figures of each group in one form. */
export function figuresByGroup({ groups, ...forms }: Inspection, form: 'read' | 'run'): readonly Figures[] {
  const sums = groups.map(() => nothing)
  for (const node of forms[form]) sums[node.group] = added(sums[node.group], figuresOfNode(node))
  // Parents come before their children.
  for (let i = groups.length - 1; i > 0; i--) {
    const parent = groups[i]?.parent ?? 0
    sums[parent] = added(sums[parent], sums[i])
  }
  return sums
}

function added(a: Figures = nothing, b: Figures = nothing): Figures {
  return {
    operations: a.operations + b.operations,
    flops: a.flops + b.flops,
    exact: a.exact && b.exact,
    unknown: a.unknown + b.unknown,
    parameters: a.parameters + b.parameters,
    bytes: a.bytes + b.bytes,
  }
}

/** `116 MFLOP`. */
export function formatFlops(flops: number): string {
  const units = ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP']
  let value = flops
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toPrecision(3)} ${units[unit]}`
}
