import type { Geometry } from './geometry.ts'
import type { TensorSpec, TensorStats } from './tensor.ts'

export type FieldValue = string | number | boolean | readonly number[]

/** One editable option of a step, described as data so that the page can draw a control without knowing the step. */
export type Field =
  | {
      readonly id: string
      readonly label: string
      readonly type: 'choice'
      readonly value: string
      readonly options: readonly { readonly id: string; readonly label: string }[]
    }
  | {
      readonly id: string
      readonly label: string
      readonly type: 'number'
      readonly value: number
      readonly min: number | null
      readonly max: number | null
      readonly integer: boolean
    }
  | { readonly id: string; readonly label: string; readonly type: 'switch'; readonly value: boolean }
  | { readonly id: string; readonly label: string; readonly type: 'numbers'; readonly value: readonly number[] }
  | {
      readonly id: string
      readonly label: string
      readonly type: 'columns'
      readonly value: readonly number[]
      readonly options: readonly string[]
    }

/** One step of the way from a file to a tensor, as the page shows it. */
export interface PlannedStep {
  readonly id: string
  readonly label: string
  /** What it does with the present options: `centre crop, bilinear, 224 × 224`. */
  readonly summary: string
  /** Why these options were chosen: `the input's shape is [?, 224, 224, 3]`; `you set it`. */
  readonly reason: string
  readonly chosenBy: 'automatic' | 'person' | 'saved'
  /** Every option of the step, those among them that this file or model leaves no choice of: the exports and the copied code go by these. */
  readonly values: Readonly<Record<string, FieldValue>>
  readonly fields: readonly Field[]
}

/** A person's (or a saved file's) choice for one step; fields left out stay automatic. */
export interface StepSetting {
  readonly id: string
  readonly values: Readonly<Record<string, FieldValue>>
}

export type Fill = 'zeros' | 'ones' | 'random' | 'ramp'

/** A file in an opened drop. */
export interface FileRef {
  readonly drop: string
  readonly path: string
}

export type InputSource =
  | { readonly kind: 'file'; readonly file: FileRef }
  /** `random` is uniform in 0…1 (int32: 0…255) from the seed; `ramp` is element i = (i mod 256)/255 (int32: i mod 256). */
  | { readonly kind: 'fill'; readonly fill: Fill; readonly seed: number }
  /** Typed by the person: a string, or numbers separated by commas, blanks or new lines. */
  | { readonly kind: 'text'; readonly text: string }

/** What feeds one input of the model. */
export interface InputBinding {
  readonly input: string
  readonly source: InputSource
  /** Sizes the person sets for free dimensions, by dimension index. */
  readonly dims: Readonly<Record<number, number>>
  readonly settings: readonly StepSetting[]
}

/** A plain warning about what is usually a mistake, with the change that mends it where there is one. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly fix: { readonly label: string; readonly setting: StepSetting } | null
}

/** A picture drawn from the very tensor that goes in: 8-bit RGBA, row-major. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

/** What preparing one input gave, without the tensor itself (which stays in the worker). */
export interface PreparedInput {
  readonly input: string
  readonly spec: TensorSpec
  /** The shape that goes in. */
  readonly shape: readonly number[]
  readonly stats: TensorStats
  /** What was read, in words: `JPEG, 640 × 427, rotated by EXIF`. */
  readonly source: string
  readonly plan: readonly PlannedStep[]
  readonly warnings: readonly Warning[]
  readonly picture: Picture | null
  /** How the picture lies in the input; `null` when it was made from something else. */
  readonly geometry: Geometry | null
  /** The first 64 elements, for inputs that are no picture. */
  readonly head: readonly (number | string)[]
  readonly ms: number
}

/** A file of the drop that is an input rather than a model. */
/** What a file can feed: one input; several by their names; or several that take one column each. */
export type Holds = 'one' | 'named' | 'columns'

export interface InputFile {
  readonly file: FileRef
  readonly name: string
  readonly bytes: number
  readonly holds: Holds
  /** A browser can draw it as it is. */
  readonly drawable: boolean
}
