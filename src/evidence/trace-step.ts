import type { GraphNode } from '../graph/graph.ts'
import type { ChannelMap } from './channel-map.ts'
import type { KnownNumbers } from './constants.ts'

/** A node that may belong to the preprocessing. */
export interface StepCall {
  readonly node: GraphNode
  /** The map of each input, if it has one. */
  readonly maps: readonly (ChannelMap | undefined)[]
  /** Whether each input is random: augmentation that was exported with the model. */
  readonly random: readonly boolean[]
  /** The map of the input itself. */
  restart(): ChannelMap
  shape(index: number): readonly (number | string)[] | null
  constant(index: number): Promise<KnownNumbers | null>
}

/** The map of each output; `null` if the node is no preprocessing. */
export type TraceStep = (call: StepCall) => Promise<readonly ChannelMap[] | null>
