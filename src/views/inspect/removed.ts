import type { Inspection, PassChanges } from '../../base/inspection.ts'

/**
 * The pass that removed a node as read, or fused it into another one; `null` if an operation as run still computes it,
 * perhaps with more fused into it, as `_FusedConv2D` computes `Conv2D`, or if the passes are not known yet.
 */
export function removedBy({ read, run }: Inspection, changes: PassChanges | null, index: number): number | null {
  const node = read[index]
  const runs = run[node?.run ?? -1]?.op
  if (node === undefined || runs === node.op || runs?.replace(/^_?Fused/, '') === node.op) return null
  return changes?.[index] ?? null
}
