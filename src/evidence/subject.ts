import type { Graph, GraphInput } from '../graph/graph.ts'
import type { Constants } from './constants.ts'
import type { Reader } from './trace.ts'

export interface EvidenceOptions {
  /** What the file lists, for the words of a reason. */
  readonly unit: 'layer' | 'operation'
  readonly signal?: AbortSignal | undefined
}

/** Where the channels of a picture lie, or that the input is a row of columns; `null` for anything else. */
export interface Frame {
  readonly kind: 'picture' | 'row'
  readonly channels: number
  /** From the end. */
  readonly axis: number | null
}

/** One input with everything that was found out about it. */
export interface Subject extends EvidenceOptions {
  readonly graph: Graph
  readonly input: GraphInput
  readonly frame: Frame
  readonly readers: readonly Reader[]
  readonly constants: Constants
}
