import { boxes } from './boxes.ts'
import type { ReadingRow } from './contract.ts'
import { image } from './image.ts'
import { keypoints } from './keypoints.ts'
import { mask } from './mask.ts'
import { numbers } from './numbers.ts'
import { scores } from './scores.ts'
import { series } from './series.ts'
import { similarity } from './similarity.ts'
import { spans } from './spans.ts'
import { tensor } from './tensor.ts'
import { text } from './text.ts'
import { verdicts } from './verdicts.ts'

/** Every way to read an output, by id. The kinds that decode it and the views that draw it use the same ids. */
export const readings = {
  scores,
  verdicts,
  boxes,
  keypoints,
  mask,
  series,
  similarity,
  spans,
  numbers,
  image,
  text,
  tensor,
}

type Readings = typeof readings

export type ViewId = keyof Readings

/** One decoded reading of some outputs of a run. The data is plain and complete; a view only draws it. */
export type Interpretation = {
  readonly [V in ViewId]: { readonly view: V; readonly data: DataIn<Readings[V]> }
}[ViewId]

/** The data of an interpretation with view `V`. */
export type DataOf<V extends ViewId> = Extract<Interpretation, { view: V }>['data']

type DataIn<Row> = Row extends ReadingRow<infer Data> ? Data : never

const rows: { readonly [V in ViewId]: ReadingRow<DataOf<V>> } = readings

/** The row of an interpretation's view, applied to its data. */
export function readingRow<V extends ViewId>({ view }: { readonly view: V }): ReadingRow<DataOf<V>> {
  return rows[view]
}
