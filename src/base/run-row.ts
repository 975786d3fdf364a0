import { headlineOf } from './headline.ts'
import type { RungId } from './ladder.ts'
import { shownOf } from './reading.ts'
import { type Cells, statisticsCells } from './readings/contract.ts'
import { readingRow } from './readings/index.ts'
import type { OutputResult, RunResult } from './run.ts'
import type { Headline } from './stage-facts.ts'
import type { TensorStats, TensorValue } from './tensor.ts'
import type { Vectors } from './vectors.ts'

/** The summary kept of a run that is not shown, for the list of runs and the table of all runs. */
export interface RunRow {
  readonly headline: Headline | null
  readonly backend: RungId
  /** Run and read-back, ms. */
  readonly ms: number
  /** Input, run, read-back and interpretation, ms. */
  readonly endToEnd: number
  readonly inputs: readonly TensorStats[]
  readonly outputs: readonly RowOutput[]
}

export interface RowOutput {
  readonly name: string
  /**
   * Column titles and values: the best class, its index and its score; or the numbers; or the first string; or the
   * statistics of any other tensor. For a batch, its first element.
   */
  readonly cells: Cells
  /** Largest magnitude. */
  readonly largest: number
  /** A weighted sum of all elements, which changes if any element changes. */
  readonly trace: number
  /** Vectors to compare with those of other runs, if the current reading compares them. */
  readonly vectors?: Vectors
}

export function rowOf(result: RunResult): RunRow {
  const { settings, outputs, ms, endToEnd } = result
  return {
    headline: headlineOf(result),
    backend: settings.backend.id,
    ms,
    endToEnd,
    inputs: settings.inputs.map(({ stats }) => stats),
    outputs: outputs.map((output) => ({
      name: output.name,
      cells: cellsOf(result, output),
      largest: Math.max(Math.abs(output.stats.min), Math.abs(output.stats.max)),
      trace: traceOf(output.value),
      ...vectorsOf(result, output),
    })),
  }
}

function vectorsOf(result: Pick<RunResult, 'groups'>, output: OutputResult): Pick<RowOutput, 'vectors'> {
  const shown = shownOf(result, output)
  const vectors = shown === null ? undefined : readingRow(shown).across?.keep(shown.data)
  return vectors === undefined ? {} : { vectors }
}

/** Values of an output in the table of all runs, by its current reading. */
export function cellsOf(result: Pick<RunResult, 'groups'>, output: OutputResult): Cells {
  const shown = shownOf(result, output)
  const cells = shown === null ? undefined : readingRow(shown).cells?.(shown.data, output)
  return cells ?? statisticsCells(output.stats)
}

/**
 * Each element times a fixed pseudo-random weight between 0.5 and 1.5, summed and divided by the square root of the
 * count.
 */
export function traceOf({ data }: TensorValue): number {
  let sum = 0
  let random = 1
  for (let i = 0; i < data.length; i++) {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0
    const element = data[i] as number | string
    sum += (0.5 + random / 2 ** 32) * (typeof element === 'string' ? hashOf(element) : element)
  }
  return data.length === 0 ? 0 : sum / Math.sqrt(data.length)
}

/** FNV-1a of the UTF-16 code units, as a number between 0 and 1. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
