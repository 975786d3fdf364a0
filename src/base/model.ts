import type { Clue } from './clue.ts'
import type { TensorSpec } from './tensor.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface Signature {
  /** Unique in its model; for a SavedModel with several tag sets, prefixed with the tags unless they are `serve`. */
  readonly name: string
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
}

/** Minimum and maximum per column, from ml5's `model_meta.json`; or mean and deviation. */
export interface ColumnStatistics {
  readonly name: string
  /** A text column: the model takes one column of 0 and 1 for each of these, in this order. */
  readonly categories?: readonly string[]
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly std: number | null
}

/** Facts about the model other than its graph, from files in the drop or the model file itself. */
export interface ModelMetadata {
  /** Class names in the order of the output's last dimension; `null` when none were found. */
  readonly labels: readonly string[] | null
  readonly labelsSource: string | null
  /** Side length of a square image input, if a metadata file states one (Teachable Machine). */
  readonly imageSize: number | null
  readonly grayscale: boolean | null
  /** How the inputs are to be prepared, with the evidence, strongest first. */
  readonly clues: readonly Clue[]
  readonly columns: readonly ColumnStatistics[] | null
  readonly columnsSource: string | null
  /** The pieces of a model of text; `null` if no file has them. */
  readonly vocabulary: Vocabulary | null
  /** Settings saved in an earlier session (`glassbox.json`): step settings by input name. */
  readonly settings: Readonly<Record<string, readonly SavedStep[]>> | null
  /** Other facts to show, such as author, package version or licence, as label and value. */
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
  clues: [],
  columns: null,
  columnsSource: null,
  vocabulary: null,
  settings: null,
  facts: [],
}

/**
 * One row of the weight-file table. `expected` in bytes, summed over the manifest; `null` if the manifest does not say.
 */
export interface WeightFile {
  readonly path: string
  readonly state: 'have' | 'missing' | 'extra' | 'wrong-size'
  readonly expected: number | null
  readonly found: number | null
}

/** The unit that a model file lists: layers in Keras files, operations in graphs. */
export interface TopologyCount {
  readonly count: number
  readonly unit: 'layer' | 'operation'
}

/** How other programs read a model format. */
export interface FormatUse {
  /** Plural name of the files: `SavedModels`. */
  readonly files: string
  /** The function that loads them, of TensorFlow.js or of TensorFlow in Python; `null` if neither has one. */
  readonly loader: 'loadGraphModel' | 'loadLayersModel' | 'keras' | 'saved-model' | null
}

/** Facts about a model for the page, as plain data. */
export interface ModelSummary {
  readonly name: string
  readonly path: string
  readonly format: string
  readonly formatLabel: string
  readonly use: FormatUse
  /** The training or saving program and the converter, as stated in the file; may be empty. */
  readonly generatedBy: string
  readonly convertedBy: string
  /** Total size of its files, bytes. */
  readonly bytes: number
  /**
   * A fast partial hash: SHA-256 of the topology file (CRC-32C for a SavedModel) and of the names and sizes of the
   * weight files, first 16 hex digits. `identify` hashes all contents.
   */
  readonly hash: string
  readonly parameters: number
  readonly topology: TopologyCount
  readonly weightFiles: readonly WeightFile[]
  readonly quantisation: string
  readonly signatures: readonly Signature[]
  readonly metadata: ModelMetadata
  /** One sentence per repair made while reading. */
  readonly repairs: readonly string[]
}
