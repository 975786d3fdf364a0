import type { Picture } from '../plan.ts'
import type { Scores } from '../scores.ts'
import type { Note, TimeSpan } from '../spans.ts'
import type { Answer } from '../stage-facts.ts'
import type { TensorStats, TensorValue } from '../tensor.ts'
import type { Vectors } from '../vectors.ts'

/** The output that a reading describes. */
export interface ReadOutput {
  readonly name: string
  readonly shape: readonly number[]
  readonly value: TensorValue
}

export type Cell = string | number | null

/** Column titles and values. */
export type Cells = readonly (readonly [title: string, value: Cell])[]

export interface Table {
  readonly titles: readonly string[]
  readonly rows: Iterable<readonly Cell[]>
  /** Whether there is one row per element of the batch, and the first column counts them. */
  readonly isPerRow?: true
}

/**
 * One way to read an output, on the page's side: everything that the page and the exports derive from its decoded data.
 * All functions are pure.
 */
export interface ReadingRow<Data> {
  /** Whether headline or view need the values of the output besides the data. */
  readonly drawsValues?: true
  /** Whether its table has a row for each thing that was found, from the data alone: the rows of a live recording. */
  readonly listsThings?: true
  /** A short summary of the result. */
  headline(data: Data, output: ReadOutput): Answer
  /** Elements of the batch. Omitted for readings that do not go by element. */
  batch?(data: Data): number
  /** The first batch element, for the table of all runs. Default: the statistics of the output. */
  cells?(data: Data, output: ReadOutput): Cells
  /** The whole output as CSV. Default: one line per element. */
  table?(data: Data, output: ReadOutput): Table
  /** The data for JSON, with lists truncated to `maxLength`. Default: the data unchanged. */
  record?(data: Data, output: ReadOutput, maxLength: number): unknown
  /** Additional JSON members of the output, with the best `count` classes as `top`. Default: an empty `top`. */
  ranking?(data: Data, output: ReadOutput, count: number): Readonly<Record<string, unknown>>
  /** Stretches of time with a label. Omitted for readings that are not over time. */
  spans?(data: Data): readonly TimeSpan[]
  /** Notes with their times; `null` or omitted if there are none to write. */
  notes?(data: Data): readonly Note[] | null
  /** How class scores are shown, for generated code. Omitted for readings that are not scores. */
  shownClasses?(data: Data): Pick<Scores, 'classes' | 'shown' | 'applied' | 'names'>
  /**
   * Draws one picture of the batch; `range` replaces the value range of the data. Omitted for readings that are not
   * pictures.
   */
  picture?(data: Data, output: ReadOutput, range: readonly [number, number] | null, index: number): Picture
  /** For readings that compare the results of several runs. */
  readonly across?: Across<Data>
}

/** What is kept of every run of the list, and how a shown reading takes up that of all runs. */
export interface Across<Data> {
  keep(data: Data): Vectors
  /** `at`: the place of the reading's own first vector among `all`. */
  join(data: Data, all: Vectors, at: number): Data
}

/** The fallback for outputs without a better reading. */
export function statisticsCells({ min, max, mean }: TensorStats): Cells {
  return [
    ['min', min],
    ['max', max],
    ['mean', mean],
  ]
}
