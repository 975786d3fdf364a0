import { createElement } from 'react'
import type { Interpretation, ViewId } from '../../base/readings/index.ts'
import { outputViews } from './index.ts'
import type { OutputView, OutputViewProps } from './view.ts'

export interface DrawnProps
  extends Pick<OutputViewProps<ViewId>, 'output' | 'table' | 'index' | 'options' | 'onOption' | 'fields'> {
  readonly interpretation: Interpretation
}

/** Draws an interpretation with its view. */
export function Drawn({ interpretation, ...rest }: DrawnProps) {
  return drawAs(interpretation.view, { data: interpretation.data, ...rest })
}

/** Takes the view and its data as one type parameter, because a lookup by a union would lose their relation. */
function drawAs<V extends ViewId>(view: V, props: OutputViewProps<V>) {
  const row: OutputView<V> = outputViews[view]
  return createElement<OutputViewProps<V>>(row.View, props)
}
