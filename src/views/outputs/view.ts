import type { ComponentType } from 'react'
import type { OutputReading, OutputResult } from '../../base/run.ts'

/** What a reading of view `V` holds. */
export type DataOf<V extends OutputReading['view']> = Extract<OutputReading, { view: V }>['data']

/** What every output view is given. */
export interface OutputViewProps<V extends OutputReading['view']> {
  /** The reading, decoded in the worker; plain and complete. */
  readonly data: DataOf<V>
  /** The output itself, for views that draw the values. */
  readonly output: OutputResult
  /** Which output of the model it is, for exports. */
  readonly index: number
}

export interface OutputView<V extends OutputReading['view']> {
  /** Name of its tab. */
  readonly label: string
  readonly View: ComponentType<OutputViewProps<V>>
}

export type OutputViews = { readonly [V in OutputReading['view']]: OutputView<V> }
