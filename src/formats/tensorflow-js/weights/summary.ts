import { formatCount } from '../../../base/format.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { WeightEntry } from './entries.ts'
import type { LocatedGroup } from './files.ts'

/** Number of elements of all float and integer weights. */
export function parameterCount(weights: readonly WeightEntry[]): number {
  return weights.reduce(
    (sum, { constant: { dtype, shape } }) => (dtype === 'string' || dtype === 'bool' ? sum : sum + sizeOf(shape)),
    0,
  )
}

/** How the weights are stored: `uint8`, `float16 (60 of 64 tensors)`; empty if none is quantised. */
export function quantisationOf(groups: readonly LocatedGroup[]): string {
  const specs = groups.flatMap(({ group }) => group.specs).filter(({ optimizer }) => !optimizer)
  const counts = new Map<string, number>()
  for (const { quantisation } of specs)
    if (quantisation !== null) counts.set(quantisation.dtype, (counts.get(quantisation.dtype) ?? 0) + 1)
  return [...counts]
    .map(([dtype, count]) =>
      count === specs.length ? dtype : `${dtype} (${formatCount(count)} of ${formatCount(specs.length, 'tensor')})`,
    )
    .join(', ')
}
