import type { RunRow } from '../../base/run-row.ts'
import type { RunEntry } from '../state.ts'

/** Relative difference below which two outputs count as equal. */
const tolerance = 1e-6

/**
 * Warns if different inputs give the same output. The usual cause is preprocessing that makes all inputs alike (values
 * far too small or saturated), or a model without its trained weights.
 */
export function sameAnswer(entries: readonly RunEntry[]): string | null {
  const rows = entries.flatMap(({ phase, row }) => (phase === 'done' && row !== null ? [row] : []))
  const [first, ...others] = rows
  if (first === undefined || others.length === 0) return null
  if (!others.every((other) => sameOutputs(first, other)) || others.every((other) => sameInputs(first, other)))
    return null
  return `All ${rows.length} inputs gave the same output. Check the scaling: values may reach the model far too small or too large.`
}

function sameInputs(a: RunRow, b: RunRow): boolean {
  return JSON.stringify(a.inputs) === JSON.stringify(b.inputs)
}

function sameOutputs(a: RunRow, b: RunRow): boolean {
  return a.outputs.every(({ largest, trace }, i) => {
    const other = b.outputs[i]
    return other !== undefined && Math.abs(trace - other.trace) <= tolerance * largest
  })
}
