import { headlineOf, headlineText } from '../../base/headline.ts'
import type { RunResult } from '../../base/run.ts'
import type { Lab } from '../contract.ts'

/** The answer of a run as its first view shows it: `tabby cat 91 %`. */
export function answerOf(result: Pick<RunResult, 'groups' | 'outputs'>): string {
  return headlineText(headlineOf(result))
}

/**
 * The largest difference between the outputs of two runs, as a share of the largest magnitude; infinite for other
 * shapes, texts that differ, or values without a number.
 */
export function differenceOf(a: Pick<RunResult, 'outputs'>, b: Pick<RunResult, 'outputs'>): number {
  let difference = 0
  let largest = 0
  for (const [i, { value }] of a.outputs.entries()) {
    const other = b.outputs[i]?.value
    if (other === undefined || other.data.length !== value.data.length) return Number.POSITIVE_INFINITY
    for (let at = 0; at < value.data.length; at++) {
      const [x, y] = [value.data[at], other.data[at]]
      if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue
      if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x - y)) return Number.POSITIVE_INFINITY
      difference = Math.max(difference, Math.abs(x - y))
    }
    largest = Math.max(largest, Math.abs(value.data.length === 0 ? 0 : maxOf(value.data)))
  }
  return difference === 0 ? 0 : difference / (largest || 1)
}

function maxOf(data: ArrayLike<number | string>): number {
  let largest = 0
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(Number(data[i])) || 0)
  return largest
}

/** The longest that repeated runs of an experiment may take, ms. */
const patience = 3000

/** As many runs as fit into a few seconds, at least 3 and at most `most`. */
export function countFor(ms: number, most: number): number {
  return Math.min(most, Math.max(3, Math.floor(patience / Math.max(ms, 0.1))))
}

/** Runs many times; resolves to the number of runs. */
export async function runMany({ call, bindings }: Pick<Lab, 'call' | 'bindings'>, session: string, runs: number) {
  await call('benchmark', { session, bindings, runs })
  return runs
}
