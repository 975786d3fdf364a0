import type { TensorSpec } from './tensor.ts'

export interface Signature {
  /** Unique in its model; of a SavedModel with several sets of tags it begins with those that are not `serve`. */
  readonly name: string
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
}

/** How values should be scaled, as a file beside the model states it or a layer of the model does it. */
export interface ScalingHint {
  /** `0…1`: x/255; `−1…1`: x/127.5−1; `none`: 0…255 as decoded. */
  readonly scale: 'none' | 'zero-one' | 'minus-one-one'
  /** Where it was found: `metadata.json`, `layer rescaling_1`. */
  readonly source: string
}

/** Minimum and maximum per column, as ml5's `model_meta.json` states them; or mean and deviation. */
export interface ColumnStatistics {
  readonly name: string
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly std: number | null
}

/** What is known about the model beyond its graph; all from files in the drop or from the model file itself. */
export interface ModelMetadata {
  /** Class names in the order of the output's last dimension; `null` when none were found. */
  readonly labels: readonly string[] | null
  readonly labelsSource: string | null
  /** Side length of a square image input, where a metadata file states one (Teachable Machine). */
  readonly imageSize: number | null
  readonly grayscale: boolean | null
  /** Teachable Machine crops to the centre square before resizing. */
  readonly centreCrop: boolean | null
  readonly scaling: ScalingHint | null
  /** True when the model's own layers rescale or normalise, so that no scaling is to be done before. */
  readonly scalesInside: boolean
  readonly columns: readonly ColumnStatistics[] | null
  readonly columnsSource: string | null
  /** Saved settings of an earlier session (`glassbox.json`): step settings by input name. */
  readonly settings: Readonly<Record<string, readonly SavedStep[]>> | null
  /** Anything else worth showing: author, package version, licence … as label and value. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
}

export interface SavedStep {
  readonly id: string
  readonly values: Readonly<Record<string, string | number | boolean | readonly number[]>>
}

export const noMetadata: ModelMetadata = {
  labels: null,
  labelsSource: null,
  imageSize: null,
  grayscale: null,
  centreCrop: null,
  scaling: null,
  scalesInside: false,
  columns: null,
  columnsSource: null,
  settings: null,
  facts: [],
}

/** One row of the weight-file table. `expected` in bytes, summed over the manifest; `null` when the manifest cannot tell. */
export interface WeightFile {
  readonly path: string
  readonly state: 'have' | 'missing' | 'extra' | 'wrong-size'
  readonly expected: number | null
  readonly found: number | null
}

/** What a model file lists: Keras files list layers, graphs list operations. */
export interface TopologyCount {
  readonly count: number
  readonly unit: 'layer' | 'operation'
}

/** How other programs read the files of a model format. */
export interface FormatUse {
  /** The files in the plural: `SavedModels`. */
  readonly files: string
  /** The function that loads them, of TensorFlow.js or of TensorFlow in Python; `null` if neither has one. */
  readonly loader: 'loadGraphModel' | 'loadLayersModel' | 'keras' | 'saved-model' | null
}

/** What the page shows of a model; plain data. */
export interface ModelSummary {
  readonly name: string
  readonly path: string
  readonly format: string
  readonly formatLabel: string
  readonly use: FormatUse
  /** Who trained or saved it, who converted it, as the file says; empty when it does not. */
  readonly generatedBy: string
  readonly convertedBy: string
  /** Bytes of all its files. */
  readonly bytes: number
  /**
   * What is known at once of the model's identity: SHA-256 of the topology file (of a SavedModel, its CRC-32C) and of the weight
   * files' names and sizes, first 16 hex digits. `identify` gives the hash of all contents.
   */
  readonly hash: string
  readonly parameters: number
  readonly topology: TopologyCount
  readonly weightFiles: readonly WeightFile[]
  readonly quantisation: string
  readonly signatures: readonly Signature[]
  readonly metadata: ModelMetadata
  /** Each repair made while reading, as a sentence. */
  readonly repairs: readonly string[]
}
