import type { StageCost, StageId } from '../base/ledger.ts'

/** Each stage's time relative to the longest, 0…1, for the rail's bars; 0 for a stage without a time. */
export function railShare(ledger: readonly StageCost[]): Readonly<Partial<Record<StageId, number>>> {
  const longest = Math.max(0, ...ledger.map(({ ms }) => ms ?? 0))
  return Object.fromEntries(ledger.map(({ id, ms }) => [id, longest === 0 ? 0 : Math.max(0, ms ?? 0) / longest]))
}

/** Sum of the stages' times, ms. */
export function totalMs(ledger: readonly StageCost[]): number {
  return ledger.reduce((sum, { ms }) => sum + (ms ?? 0), 0)
}
