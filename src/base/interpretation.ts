/** What some outputs of a run mean, read in one way; the data is plain and complete, a view only draws it. */
export type Interpretation =
  | { readonly view: 'scores'; readonly data: Scores }
  | { readonly view: 'numbers'; readonly data: Numbers }
  | { readonly view: 'image'; readonly data: ImageReading }
  | { readonly view: 'text'; readonly data: Texts }
  | { readonly view: 'tensor'; readonly data: TensorReading }

export type ViewId = Interpretation['view']

/** What was applied to the values of an output to get scores. */
export type Activation = 'none' | 'softmax' | 'sigmoid'

/** Class scores, one row per batch element. Of each row the best `shown` are ranked; see `scoresOfRow`. */
export interface Scores {
  readonly rows: number
  readonly classes: number
  /** Places per row, at most `classes`. */
  readonly shown: number
  /** Class at each place, best first: `indices[row * shown + place]`. */
  readonly indices: Int32Array<ArrayBuffer>
  /** Score at each place, in the order of `indices`. */
  readonly values: Float64Array<ArrayBuffer>
  /** A name per class, the same for all rows, or `rows * classes` of them; `null`: the classes are numbered. */
  readonly names: readonly string[] | null
  readonly applied: Activation
  /** What was applied and why, in sentences. */
  readonly note: string
  /** Where the names come from. */
  readonly labelsSource: string | null
}

export interface Score {
  readonly label: string
  readonly index: number
  readonly value: number
}

/** A number or a few per batch element; the values are the output's own, `labels.length` to a row. See `numberRow`. */
export interface Numbers {
  readonly labels: readonly string[]
  readonly rows: number
}

export interface ImageReading {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3 | 4
  readonly layout: 'nhwc' | 'nchw'
  /** Pictures in the batch. */
  readonly count: number
  /** The value range that is drawn from black to white, as detected. */
  readonly range: readonly [number, number]
  readonly note: string
}

export interface Texts {
  readonly rows: readonly string[]
}

export interface TensorReading {
  /** Dimensions drawn as rows and columns by the heat map: height and width of a feature map `[b, h, w, c]`, else the last two; `null` below rank 2. */
  readonly axes: readonly [number, number] | null
}
