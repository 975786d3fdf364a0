import { expect, it } from 'vitest'
import type { Interpretation } from '../base/readings/index.ts'
import type { Vectors } from '../base/vectors.ts'
import { acrossRuns } from './across.ts'
import type { RunEntry } from './state.ts'

const vectors = (...data: readonly number[]): Vectors => ({ names: [''], width: 2, data: Float32Array.from(data) })
const reading = (own: Vectors): Interpretation => ({
  view: 'similarity',
  data: { vectors: own, at: 0, measure: 'cosine', isNormalised: false, note: '', caveat: '' },
})
const entry = (run: number, label: string, kept?: Vectors) => {
  const output = { name: 'y', cells: [], largest: 1, trace: 1, ...(kept && { vectors: kept }) }
  return { run, label, row: { outputs: [output] } } as unknown as RunEntry
}

it('joins the vectors of all runs in the order of the list', () => {
  const entries = [
    entry(1, 'a', vectors(1, 2)),
    entry(2, 'b', vectors(9, 9)),
    entry(3, 'c'),
    entry(4, 'd', vectors(5, 6)),
  ]
  expect(acrossRuns(reading(vectors(3, 4)), 'y', entries, 2)).toMatchObject({
    view: 'similarity',
    data: { at: 1, vectors: { names: ['a', 'b', 'd'], width: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) } },
  })
})
it('leaves out vectors of another width, and names the rows of a batch', () => {
  const batch: Vectors = { names: ['row 0', 'row 1'], width: 2, data: Float32Array.of(1, 2, 3, 4) }
  const entries = [entry(1, 'a', { ...vectors(1, 2, 3), width: 3 }), entry(2, 'b', batch)]
  const { data } = acrossRuns(reading(batch), 'y', entries, 2)
  expect(data).toMatchObject({ at: 0, vectors: { names: ['b, row 0', 'b, row 1'] } })
})
it('leaves readings of one run as they are', () => {
  const text: Interpretation = { view: 'text', data: { rows: ['x'] } }
  expect(acrossRuns(text, 'y', [entry(1, 'a', vectors(1, 2))], 1)).toBe(text)
})
