import type { Certainty } from './clue.ts'
import type { Geometry, Size } from './geometry.ts'
import type { Samples, SoundInput } from './sound.ts'
import type { TensorSpec, TensorStats } from './tensor.ts'
import type { TokenText } from './vocabulary.ts'

export type FieldValue = string | number | boolean | readonly number[]

/** One editable option of a step or a reading, as data: the page draws a control for it without knowing the step. */
export type Field = FieldOf<
  | {
      readonly type: 'choice'
      readonly value: string
      readonly options: readonly { readonly id: string; readonly label: string }[]
    }
  | {
      readonly type: 'number'
      readonly value: number
      readonly min: number | null
      readonly max: number | null
      readonly integer: boolean
    }
  | {
      /** A number that is moved by hand; each move is applied at once. */
      readonly type: 'slider'
      readonly value: number
      readonly min: number
      readonly max: number
      readonly step: number
    }
  | {
      /** Text of several lines. */
      readonly type: 'text'
      readonly value: string
      readonly placeholder: string
    }
  | {
      /** As `#rrggbb`. */
      readonly type: 'colour'
      readonly value: string
    }
  | { readonly type: 'switch'; readonly value: boolean }
  | { readonly type: 'numbers'; readonly value: readonly number[] }
  | { readonly type: 'columns'; readonly value: readonly number[]; readonly options: readonly string[] }
>

type FieldOf<Kind> = Kind & {
  readonly id: string
  readonly label: string
  /** Rarely needed: shown only on request. */
  readonly minor?: boolean
}

/** One preprocessing step between the file and the tensor, as shown on the page. */
export interface PlannedStep {
  readonly id: string
  readonly label: string
  /** The effect of the current options: `centre crop, bilinear, 224 × 224`. */
  readonly summary: string
  /** The reason for these options: `the input's shape is [?, 224, 224, 3]`; `you set it`. */
  readonly reason: string
  /** How well the reason is founded; `certain` if a person or a file chose. */
  readonly certainty: Certainty
  readonly chosenBy: 'automatic' | 'person' | 'saved'
  /** All options of the step, including those fixed by the file or model; exports and generated code use these. */
  readonly values: Readonly<Record<string, FieldValue>>
  readonly fields: readonly Field[]
}

/** The user's (or a saved file's) options for one step; missing fields stay automatic. */
export interface StepSetting {
  readonly id: string
  readonly values: Readonly<Record<string, FieldValue>>
}

export type Fill = 'zeros' | 'ones' | 'random' | 'ramp'

export interface ColumnRange {
  readonly name: string
  readonly min: number
  readonly max: number
}

/** A file in an opened drop. */
export interface FileRef {
  readonly drop: string
  readonly path: string
}

export type InputSource =
  | { readonly kind: 'file'; readonly file: FileRef }
  /** `random` is uniform in 0…1 (int32: 0…255) from the seed; `ramp` is element i = (i mod 256)/255 (int32: i mod 256). */
  | { readonly kind: 'fill'; readonly fill: Fill; readonly seed: number }
  /** Text typed by the user: a string, or numbers separated by commas, spaces or line breaks. */
  | {
      readonly kind: 'text'
      readonly text: string
      /** Of a model that takes two texts, such as a question and a passage: the second one. */
      readonly second?: string
      /** Of a row that came from a table: its columns, with the range of their values. */
      readonly columns?: readonly ColumnRange[]
    }
  /**
   * A state of a recurrent model: the value that `output` had in the last run with the same `since`; zeros in the first
   * one, and in every run if `since` is `null`.
   */
  | { readonly kind: 'state'; readonly output: string; readonly since: number | null }
  /** A frame of a live source. `name` says which: `Camera`. The worker closes the copy that it receives. */
  | { readonly kind: 'frame'; readonly frame: FrameImage; readonly name: string }
  /** The newest samples of a live source, `rate` per second. `name` says which: `Microphone`. */
  | { readonly kind: 'samples'; readonly samples: Samples; readonly rate: number; readonly name: string }

export type FrameImage = VideoFrame | ImageBitmap

/** The source of one input of the model. */
export interface InputBinding {
  readonly input: string
  readonly source: InputSource
  /** Sizes that the user set for free dimensions, by dimension index. */
  readonly dims: Readonly<Record<number, number>>
  readonly settings: readonly StepSetting[]
}

/** A warning about a likely mistake, with a fix if there is one. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly fix: { readonly label: string; readonly setting: StepSetting } | null
}

/** A picture drawn from the input tensor itself: 8-bit RGBA, row-major. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

/** The result of preparing one input, without the tensor (which stays in the worker). */
export interface PreparedInput {
  readonly input: string
  readonly spec: TensorSpec
  /** The shape of the tensor. */
  readonly shape: readonly number[]
  readonly stats: TensorStats
  /** A description of the source: `JPEG, 640 × 427, rotated by EXIF`. */
  readonly source: string
  readonly plan: readonly PlannedStep[]
  readonly warnings: readonly Warning[]
  readonly picture: Picture | null
  /** Placement of the picture in the input; `null` if the source is not a picture. */
  readonly geometry: Geometry | null
  /** The size of the parts in which a larger picture is run; `null` if it is run as it is. */
  readonly tiles: Size | null
  /** The tokens of the first row, if the input takes the numbers of tokens and a text was given. */
  readonly tokens: TokenText | null
  /** The sound that feeds the input; `null` if the source is not a sound. */
  readonly sound: SoundInput | null
  /** The first 64 elements, for inputs that are not pictures. */
  readonly head: readonly (number | string)[]
  readonly ms: number
}

/** The inputs that a file can feed: one; several by name; or several with one column each. */
export type Holds = 'one' | 'named' | 'columns'

/** What kind of input a file can feed: one that takes strings, pictures or sounds, or any. */
export type Feeds = 'strings' | 'pictures' | 'sounds' | 'any'

/** A dropped file that is an input rather than a model. */
export interface InputFile {
  readonly file: FileRef
  readonly name: string
  /** `null` if it has not arrived. */
  readonly bytes: number | null
  readonly holds: Holds
  /** True if browsers can display the file directly. */
  readonly drawable: boolean
  /** True if browsers can play the file directly. */
  readonly plays?: boolean
  readonly feeds: Feeds
  /** Whether it was dropped together with a model, as all files of a project are; it may have nothing to do with it. */
  readonly besideModel: boolean
}
