import { type Interpretation, readingRow } from '../base/readings/index.ts'
import type { Vectors } from '../base/vectors.ts'
import type { RunEntry } from './state.ts'

/** Vectors of later runs are left out; a list of the nearest ones stays fast with this many. */
const maxVectors = 5000

/**
 * A reading of an output that also has what the other runs of the list gave for it, if its kind compares runs; else
 * the reading itself.
 */
export function acrossRuns(
  interpretation: Interpretation,
  output: string,
  entries: readonly RunEntry[],
  shown: number | null,
): Interpretation {
  const { across } = readingRow(interpretation)
  if (across === undefined) return interpretation
  const own = across.keep(interpretation.data)
  const found: { readonly name: string; readonly vectors: Vectors; readonly isShown: boolean }[] = []
  let count = 0
  for (const entry of entries) {
    const isShown = entry.run === shown
    const vectors = isShown ? own : entry.row?.outputs.find(({ name }) => name === output)?.vectors
    if (vectors === undefined || vectors.width !== own.width) continue
    if (!isShown && count + vectors.names.length > maxVectors) continue
    count += vectors.names.length
    found.push({ name: entry.label, vectors, isShown })
  }
  if (!found.some(({ isShown }) => isShown)) return interpretation
  const data = new Float32Array(count * own.width)
  const names: string[] = []
  let at = 0
  for (const { name, vectors, isShown } of found) {
    if (isShown) at = names.length
    data.set(vectors.data, names.length * own.width)
    names.push(...vectors.names.map((row) => (row === '' ? name : `${name}, ${row}`)))
  }
  const all = { names, width: own.width, data }
  return { ...interpretation, data: across.join(interpretation.data, all, at) } as Interpretation
}
