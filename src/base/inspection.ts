import type { Distribution } from './distribution.ts'
import type { DType } from './tensor.ts'

/** A dimension: its size, or a name if it is known only at run time: `batch`, `height`; `?` without one. */
export type NamedDim = number | string

export interface ValueShape {
  readonly dtype: DType | 'resource' | 'variant'
  /** `null` if the rank is unknown. */
  readonly dims: readonly NamedDim[] | null
}

/** A weight that a node reads. */
export interface InspectedWeight {
  /** Name of its `Const` node in the same form of the graph: the argument of `readWeight`. */
  readonly node: string
  readonly dtype: DType
  readonly shape: readonly number[]
  /** Stored bytes. */
  readonly bytes: number
}

/** Arithmetic of one run with a batch of 1; a multiply-add counts as 2. */
export interface Work {
  readonly flops: number
  /** False if a kernel is free to compute it in another number of steps: exponentials, roots. */
  readonly exact: boolean
}

export interface InspectedNode {
  readonly name: string
  readonly op: string
  /** Index in `Inspection.groups`. */
  readonly group: number
  /** Producers of its inputs, as indices into the nodes of the same form; constants are left out. */
  readonly inputs: readonly number[]
  readonly inputShapes: readonly ValueShape[]
  readonly outputs: readonly ValueShape[]
  readonly weights: readonly InspectedWeight[]
  /** `null` if it depends on sizes known only at run time, or on control flow. */
  readonly work: Work | null
  /** Attributes that differ from TensorFlow's default, as name and text. */
  readonly attributes: readonly (readonly [string, string])[]
  /** The other ones. */
  readonly defaults: readonly (readonly [string, string])[]
  /** Operations in the bodies of its control flow, as op and count. */
  readonly body: readonly (readonly [string, number])[]
}

/** A node of the graph as the file describes it. */
export interface ReadNode extends InspectedNode {
  /** The node as run that computes its value or a later one of the same layer, by index; `null` if none does. */
  readonly run: number | null
}

/** By node as read: the pass that last replaced or removed it, as an index into the passes of the load's report. */
export type PassChanges = readonly (number | null)[]

/** A node of the graph that the session runs. */
export interface RunNode extends InspectedNode {
  /** What it was made from, as indices into `Inspection.read`. */
  readonly from: readonly number[]
}

/** A scope of the model: a nested model, a layer, or a run of layers. */
export interface InspectedGroup {
  /** Unique path in the file; empty for the whole model. */
  readonly path: string
  readonly label: string
  /** Index of the group around it; -1 for the whole model. */
  readonly parent: number
  /** `layer`: contains operations only. `stage`: a run of layers that the file does not name. */
  readonly kind: 'model' | 'scope' | 'stage' | 'layer'
}

/** The loaded model opened up, as the file describes it and as it runs. */
export interface Inspection {
  /** Parents before children; the first one is the whole model. */
  readonly groups: readonly InspectedGroup[]
  /** Producers before consumers. */
  readonly read: readonly ReadNode[]
  readonly run: readonly RunNode[]
}

/** Numbers to draw as one or several small pictures, row-major. */
export interface Tiles {
  /** Pictures in this reading, and in the whole tensor. */
  readonly shown: number
  readonly total: number
  /** Size of each, elements; `[…, rows, columns]`. */
  readonly rows: number
  readonly columns: number
  /** `[shown, rows, columns]`. */
  readonly values: Float32Array<ArrayBuffer>
}

/** A weight, read from its file on request. */
export interface WeightReading {
  readonly node: string
  readonly shape: readonly number[]
  /** `null` for strings. */
  readonly distribution: Distribution | null
  /** Filters of a convolution, each for the input map that it weighs most; or a whole matrix, averaged over blocks. */
  readonly picture: { readonly kind: 'kernels' | 'matrix'; readonly tiles: Tiles } | null
}

/** The strongest place of one feature map. */
export interface MapPeak {
  /** Index of the map among the channels. */
  readonly map: number
  readonly value: number
  readonly row: number
  readonly column: number
}

/** What to draw of a value, for the first element of the batch. */
export type ActivationPicture =
  /** Feature maps `[height, width]`, those with the greatest value first. */
  | { readonly kind: 'maps'; readonly tiles: Tiles; readonly peaks: readonly MapPeak[] }
  /** For each head, how much each query (row) attends to each key (column). */
  | { readonly kind: 'attention'; readonly tiles: Tiles }
  /** Features (rows) over the steps of a sequence (columns). */
  | { readonly kind: 'steps'; readonly tiles: Tiles }
  /** A vector's elements with the greatest magnitude. */
  | { readonly kind: 'vector'; readonly top: readonly { readonly index: number; readonly value: number }[] }

/** A value of the graph as read, computed for the present input. */
export interface ActivationReading {
  readonly node: string
  readonly shape: readonly number[]
  /** `null` for strings. */
  readonly distribution: Distribution | null
  readonly picture: ActivationPicture | null
}
