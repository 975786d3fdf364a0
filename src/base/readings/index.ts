import type { ReadingRow } from './contract.ts'
import { image } from './image.ts'
import { numbers } from './numbers.ts'
import { scores } from './scores.ts'
import { tensor } from './tensor.ts'
import { text } from './text.ts'

/** Every way to read an output, by its id. The kinds that decode it and the views that draw it have the same ids. */
export const readings = { scores, numbers, image, text, tensor }

type Readings = typeof readings

export type ViewId = keyof Readings

/** What some outputs of a run mean, read in one way; the data is plain and complete, a view only draws it. */
export type Interpretation = {
  readonly [V in ViewId]: { readonly view: V; readonly data: DataIn<Readings[V]> }
}[ViewId]

/** What an interpretation of view `V` holds. */
export type DataOf<V extends ViewId> = Extract<Interpretation, { view: V }>['data']

type DataIn<Row> = Row extends ReadingRow<infer Data> ? Data : never

const rows: { readonly [V in ViewId]: ReadingRow<DataOf<V>> } = readings

/** What can be said of an interpretation: its row takes its data. */
export function readingRow<V extends ViewId>({ view }: { readonly view: V }): ReadingRow<DataOf<V>> {
  return rows[view]
}
