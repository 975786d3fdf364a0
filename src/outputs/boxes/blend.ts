import type { Candidates } from './candidates.ts'
import { overlapOf, ranked, type Suppression } from './suppress.ts'

/** The candidates that each remaining box stands for, itself among them, by its position. */
export type Members = ReadonlyMap<number, readonly number[]>

/** Assigns each candidate to the best one of the boxes kept by a suppression that it overlaps. */
export function membersOf(found: Candidates, kept: Int32Array, { overlap, across, most }: Suppression): Members {
  const members = new Map(Array.from(kept, (at): [number, number[]] => [at, []]))
  for (const at of ranked(found, most)) {
    const owner = kept.find((one) => {
      if (one === at) return true
      return (across || found.index[one] === found.index[at]) && overlapOf(found, one, at) > overlap
    })
    if (owner !== undefined) members.get(owner)?.push(at)
  }
  return members
}

/** Replaces the corners of each remaining box by the mean of its members', weighted by their scores. */
export function averageCorners(found: Candidates, members: Members): void {
  for (const [at, own] of members) {
    const weights = weightsOf(found, own)
    for (const side of [found.left, found.top, found.right, found.bottom])
      side[at] = own.reduce((sum, one, i) => sum + (side[one] as number) * (weights[i] as number), 0)
  }
}

/** The share of each member in the mean, by its score; the shares sum to 1. */
export function weightsOf({ score }: Candidates, members: readonly number[]): readonly number[] {
  const sum = members.reduce((total, one) => total + (score[one] as number), 0)
  return members.map((one) => (score[one] as number) / sum)
}
