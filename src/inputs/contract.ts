import type { Geometry, Size } from '../base/geometry.ts'
import type { ModelMetadata } from '../base/model.ts'
import type { FileRef, PreparedInput } from '../base/plan.ts'
import type { RowTable } from '../base/row-table.ts'
import type { SoundInput } from '../base/sound.ts'
import type { TensorSpec, TensorValue } from '../base/tensor.ts'
import type { Tiles } from '../base/tiles.ts'
import type { TokenRole } from '../base/token-roles.ts'
import type { TokenText } from '../base/vocabulary.ts'
import type { TreeFile } from '../files/tree.ts'

export interface PrepareContext {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  /** What the input takes of the tokens of a text; `null` if it takes none. */
  readonly role?: TokenRole | null
  /** Whether the model makes a picture of a picture, so that a larger one can be run in tiles. */
  readonly canTile?: boolean
  /** Finds a file in an opened drop. Raises `file-unreadable` if it is gone, `cancelled`. */
  file(ref: FileRef): Promise<TreeFile>
  /** The value of a state from the last run; absent before the first one. */
  readonly state?: TensorValue | null
  readonly signal?: AbortSignal | undefined
  /** Decodes a sound file at a sample rate with the browser's decoders; absent where there are none. */
  readonly decodeSound?: DecodeSound | undefined
  /** Draws an SVG drawing with the browser; absent where there is none. */
  readonly drawSvg?: DrawSvg | undefined
}

/** The pixels of a drawing, RGBA. Raises `input-unreadable`, `cancelled`. */
export type DrawSvg = (text: string, size: Size) => Promise<Uint8ClampedArray<ArrayBuffer>>

/** Raises `input-unreadable`, `cancelled`. */
export type DecodeSound = (
  bytes: Uint8Array<ArrayBuffer>,
  rate: number,
) => Promise<readonly Float32Array<ArrayBuffer>[]>

export interface PreparedTensor {
  /** Name of the model's input. */
  readonly input: string
  readonly tensor: TensorValue
  readonly geometry: Geometry | null
  /** The tokens of the first row, if the input takes those of a text. */
  readonly tokens: TokenText | null
  readonly sound: SoundInput | null
  /**
   * The shape of one run, if the tensor holds the windows of a sound: it is run in parts of this shape, of which the
   * last may be shorter.
   */
  readonly runShape: readonly number[] | null
  /** The parts in which a larger picture is run; `null` to run it as it is. */
  readonly tiles: Tiles | null
  /** The table of which each row became one element of the batch; `null` if the source is none. */
  rowTable(): RowTable | null
  /**
   * Describes the preparation, with the statistics of the tensor and the picture of one element of its batch, the first
   * one if absent: some ms for a large one.
   */
  describe(row?: number): PreparedInput
}

export interface Prepared extends PreparedTensor {
  readonly description: PreparedInput
}
