import type { Picture } from '../plan.ts'
import type { Headline } from '../stage-facts.ts'
import type { TensorStats, TensorValue } from '../tensor.ts'

/** The output that a reading says something about. */
export interface ReadOutput {
  readonly name: string
  readonly shape: readonly number[]
  readonly value: TensorValue
}

export type Cell = string | number | null

/** Titles and values. */
export type Cells = readonly (readonly [title: string, value: Cell])[]

export interface Table {
  readonly titles: readonly string[]
  readonly rows: Iterable<readonly Cell[]>
}

/**
 * One way to read an output, on the page's side: everything that the page and the exports say of its decoded data. All
 * functions are pure.
 */
export interface ReadingRow<Data> {
  /** The result in a few figures. */
  headline(data: Data, output: ReadOutput): Headline
  /** The first batch element, for the table of all runs. Omitted: the statistics of the output. */
  cells?(data: Data, output: ReadOutput): Cells
  /** The whole output, for CSV. Omitted: a line per element. */
  table?(data: Data, output: ReadOutput): Table
  /** The data as JSON has them, lists cut to `longest`. Omitted: the data as they are. */
  record?(data: Data, output: ReadOutput, longest: number): unknown
  /** What JSON adds to the output itself, with the best `count` classes as `top`. Omitted: an empty `top`. */
  ranking?(data: Data, output: ReadOutput, count: number): Readonly<Record<string, unknown>>
  /** Draws one picture of the batch; `range` replaces the value range of the data. Omitted: it is no picture. */
  picture?(data: Data, output: ReadOutput, range: readonly [number, number] | null, index: number): Picture
}

/** For outputs of which there is nothing better to say. */
export function statisticsCells({ min, max, mean }: TensorStats): Cells {
  return [
    ['min', min],
    ['max', max],
    ['mean', mean],
  ]
}
