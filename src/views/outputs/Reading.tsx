import { createElement } from 'react'
import type { OutputReading, OutputResult } from '../../base/run.ts'
import { outputViews } from './index.ts'
import type { OutputView, OutputViewProps } from './view.ts'

export interface ReadingProps {
  readonly reading: OutputReading
  readonly output: OutputResult
  /** Which output of the model it is. */
  readonly index: number
}

/** Draws one reading with the view that belongs to it. */
export function Reading({ reading, output, index }: ReadingProps) {
  return drawAs(reading.view, { data: reading.data, output, index })
}

/** One row of the table with the data of the same view: the pairing that a lookup by a union would lose. */
function drawAs<V extends OutputReading['view']>(view: V, props: OutputViewProps<V>) {
  const row: OutputView<V> = outputViews[view]
  return createElement<OutputViewProps<V>>(row.View, props)
}
