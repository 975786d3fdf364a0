import type { ComponentType, ReactNode } from 'react'
import type { FieldValue } from '../../base/plan.ts'
import type { DataOf, ViewId } from '../../base/readings/index.ts'
import type { RowTable } from '../../base/row-table.ts'
import type { OutputResult } from '../../base/run.ts'
import type { Values } from '../../base/values.ts'

/** Props of all output views. */
export interface OutputViewProps<V extends ViewId> {
  /** Decoded in the worker; plain and complete. */
  readonly data: DataOf<V>
  /** The described output, for views that draw its values. */
  readonly output: OutputResult
  /** The table of which each row became one element of the batch; `null` if no table fed the run. */
  readonly table: RowTable | null
  /** Index of the output in the result, for exports. */
  readonly index: number
  /** The options that the reading was decoded with. */
  readonly options: Values
  /** Changes an option of the reading; `null` resets it to automatic. */
  readonly onOption: (id: string, value: FieldValue | null) => void
  /** The fields of its options, for views that place them. */
  readonly fields: ReactNode
}

export interface OutputView<V extends ViewId> {
  /** Label in the list of readings. */
  readonly label: string
  readonly View: ComponentType<OutputViewProps<V>>
  /** Options that the view has its own controls for. */
  readonly controls?: readonly string[]
  /** Whether the view places the fields of its options; else they stand above it. */
  readonly placesFields?: boolean
}

export type OutputViews = { readonly [V in ViewId]: OutputView<V> }
