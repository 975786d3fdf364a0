import { createElement } from 'react'
import type { Interpretation, ViewId } from '../../base/readings/index.ts'
import { outputViews } from './index.ts'
import type { OutputView, OutputViewProps } from './view.ts'

export interface DrawnProps extends Pick<OutputViewProps<ViewId>, 'output' | 'index' | 'onOption'> {
  readonly interpretation: Interpretation
}

/** Draws one interpretation with the view that belongs to it. */
export function Drawn({ interpretation, ...rest }: DrawnProps) {
  return drawAs(interpretation.view, { data: interpretation.data, ...rest })
}

/** One row of the table with the data of the same view: the pairing that a lookup by a union would lose. */
function drawAs<V extends ViewId>(view: V, props: OutputViewProps<V>) {
  const row: OutputView<V> = outputViews[view]
  return createElement<OutputViewProps<V>>(row.View, props)
}
