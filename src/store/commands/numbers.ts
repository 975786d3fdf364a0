import { toPlainError } from '../../base/errors.ts'
import type { ColumnRange } from '../../base/plan.ts'
import { between, normals } from '../../base/random.ts'
import { bindingsOf, selectedInputSet } from '../bindings.ts'
import { call } from '../engine.ts'
import { patch, store } from '../store.ts'
import { typeInput } from './input.ts'
import { settingsChanged } from './repeat.ts'
import { run } from './run.ts'

/** Sets the typed numbers of an input, a row each, and repeats the run if it is short. */
export async function setNumbers(
  input: string,
  rows: readonly (readonly number[])[],
  columns?: readonly ColumnRange[],
): Promise<void> {
  const text = rows.map((row) => row.map(shortest).join(', ')).join('\n')
  await typeInput(input, text, columns === undefined ? {} : { columns })
  await settingsChanged()
}

/** Rows of random numbers of the standard normal distribution: one per seed, from `seed` on. */
export function setSamples(input: string, width: number, seed: number, count: number): Promise<void> {
  return setNumbers(
    input,
    Array.from({ length: count }, (_, row) => normals(seed + row, width)),
  )
}

/** `count` rows on the way from the sample of one seed to that of another. */
export function setWay(input: string, width: number, from: number, to: number, count: number): Promise<void> {
  const [first, last] = [normals(from, width), normals(to, width)]
  return setNumbers(
    input,
    Array.from({ length: count }, (_, row) => between(first, last, row / (count - 1))),
  )
}

/**
 * Types the numbers of the first row of a table in its place, as they are before they are standardised, so that the
 * steps of the input do the same to them, and runs it. The ranges of its columns are those of the first rows.
 */
export async function editRow(input: string, names: readonly string[]): Promise<void> {
  const state = store.getState()
  const { loaded } = state.model
  const inputSet = selectedInputSet(state)
  const binding = inputSet === null ? undefined : bindingsOf(state, inputSet).find((one) => one.input === input)
  if (loaded === null || binding === undefined) return
  try {
    const raw = { ...binding, settings: [...binding.settings, { id: 'standardise', values: { method: 'none' } }] }
    const { head, shape } = await call('prepare', { session: loaded.session, binding: raw })
    const width = shape.at(-1) ?? 0
    const values = head.map(Number)
    const columns = names.map((name, column) => {
      const own = values.filter((value, i) => i % width === column && Number.isFinite(value))
      return { name, min: Math.min(...own), max: Math.max(...own) }
    })
    await setNumbers(input, [values.slice(0, width)], columns)
    await run()
  } catch (error) {
    patch('page', { error: toPlainError(error) })
  }
}

/** As few digits as a float32 has. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(7)))
}
