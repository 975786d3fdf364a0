import type { Field } from '../../base/plan.ts'
import type { Channel, Series } from '../../base/readings/series.ts'
import type { Note } from '../../base/spans.ts'
import type { Values } from '../../base/values.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import type { Frames } from './frames.ts'

/** How a family of sound models writes what it hears. */
export interface SeriesLayout {
  readonly id: string
  /** The models of this layout among some outputs; decodes nothing. */
  find(outputs: readonly NamedOutput[], context: ReadContext): readonly SeriesModel[]
}

/** What is known of some outputs before they are decoded. */
export interface SeriesModel {
  /** 0 (not at all) … 1, and the reason, as a phrase. */
  readonly fit: number
  readonly reason: string
  /** The outputs it reads, first the one that it describes. */
  readonly uses: readonly string[]
  readonly options: readonly Field[]
  readonly frames: Frames
  decode(options: Values): Heard
}

/** What was heard in the frames. */
export interface Heard extends Pick<Series, 'shows' | 'unit' | 'threshold' | 'labelsSource' | 'note'> {
  readonly channels: readonly Channel[]
  readonly total: number
  readonly values: Float32Array<ArrayBuffer>
  readonly confidence?: Float32Array<ArrayBuffer>
  readonly notes?: readonly Note[]
}

export const slider = { type: 'slider', min: 0, max: 1, step: 0.01 } as const
