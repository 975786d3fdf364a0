import type { RunResult } from '../../base/run.ts'
import type { RunEntry } from '../state.ts'

/** Relative difference below which two outputs count as the same answer. */
const tolerance = 1e-6

/**
 * The warning that only several runs can give: different inputs, the same output. Usually the preprocessing has made
 * all inputs alike (values far too small or saturated), or the model was loaded without its trained weights.
 */
export function sameAnswer(entries: readonly RunEntry[]): string | null {
  const results = entries.flatMap(({ phase, result }) => (phase === 'done' && result !== null ? [result] : []))
  const [first, ...others] = results
  if (first === undefined || others.length === 0) return null
  if (!others.every((other) => sameOutputs(first, other)) || others.every((other) => sameInputs(first, other)))
    return null
  return `All ${results.length} inputs gave the same output. Check the scaling: values may reach the model far too small or too large.`
}

function sameInputs(a: RunResult, b: RunResult): boolean {
  return (
    JSON.stringify(a.settings.inputs.map(({ stats }) => stats)) ===
    JSON.stringify(b.settings.inputs.map(({ stats }) => stats))
  )
}

function sameOutputs(a: RunResult, b: RunResult): boolean {
  return a.outputs.every((output, i) => {
    const other = b.outputs[i]
    if (other === undefined || output.value.data.length !== other.value.data.length) return false
    const largest = Math.max(Math.abs(output.stats.min), Math.abs(output.stats.max))
    return Array.prototype.every.call(output.value.data, (x: number | string, k: number) => {
      const y = other.value.data[k]
      return typeof x === 'number' && typeof y === 'number' ? Math.abs(x - y) <= tolerance * largest : x === y
    })
  })
}
