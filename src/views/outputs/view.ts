import type { ComponentType } from 'react'
import type { FieldValue } from '../../base/plan.ts'
import type { DataOf, ViewId } from '../../base/readings/index.ts'
import type { OutputResult } from '../../base/run.ts'

/** What every output view is given. */
export interface OutputViewProps<V extends ViewId> {
  /** Decoded in the worker; plain and complete. */
  readonly data: DataOf<V>
  /** The output that it is about, for views that draw the values. */
  readonly output: OutputResult
  /** Which output of the model it is, for exports. */
  readonly index: number
  /** Changes an option of the reading; `null` makes it automatic again. */
  readonly onOption: (id: string, value: FieldValue | null) => void
}

export interface OutputView<V extends ViewId> {
  /** Its name in the list of ways to read an output. */
  readonly label: string
  readonly View: ComponentType<OutputViewProps<V>>
}

export type OutputViews = { readonly [V in ViewId]: OutputView<V> }
