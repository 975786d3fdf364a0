import { type ClueTo, cluesTo, type Question } from '../base/clue.ts'
import type { Geometry, Orientation } from '../base/geometry.ts'
import type { ModelMetadata, SavedStep } from '../base/model.ts'
import type { FieldValue, StepSetting } from '../base/plan.ts'
import type { SoundTiming, Spectrogram } from '../base/sound.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { Tiles } from '../base/tiles.ts'
import type { TokenRole } from '../base/token-roles.ts'
import type { Values } from '../base/values.ts'
import type { TokenText } from '../base/vocabulary.ts'
import type { DecodeSound, DrawSvg } from './contract.ts'
import { type ImageTarget, imageTarget } from './image/target.ts'
import { type SoundTarget, soundTarget } from './sound/target.ts'

/** Facts recorded by the steps; warnings and the picture are derived from them. Each step writes its own entries. */
export interface Facts {
  /** The EXIF orientation that was applied, if the file states one. */
  orientation?: Orientation
  /** The picture's geometry within the input. */
  geometry?: Geometry
  /** Length of the sound before it is cut, s. */
  seconds?: number
  /** Length that the sound's header states, s, if the file ends before that. */
  statedSeconds?: number
  /** The windows of the sound. */
  timing?: SoundTiming
  /** What the page draws of its frequencies. */
  spectrogram?: Spectrogram
  /** The parts in which the picture is run, if it is larger than the input. */
  tiles?: Tiles
  /** Share of pixels with an alpha below one half, if the alpha channel is dropped. */
  transparent?: number
  /** Share of pixels with a visible tint, 0…1. */
  coloured?: number
  /** value = raw · factor + offset, per channel in the tensor's order. */
  affine?: { readonly factor: readonly number[]; readonly offset: readonly number[] }
  /** Whether the tensor's channels are blue, green, red. */
  bgr?: boolean
  /** The tokens of the first row, and how many were cut off in all rows. */
  tokens?: TokenText
  cutTokens?: number
  /** Free dimensions that were guessed, one sentence each. */
  guessed: string[]
  /** Warnings about the choice of columns, and a fix for each. */
  columns: {
    readonly message: string
    readonly fix: { readonly label: string; readonly setting: StepSetting } | null
  }[]
  /** Number of cells without a number in a numeric column. */
  missingCells: number
  /** The element that lost most when float64 became float32, if that is half a unit or more. */
  rounded?: { readonly from: number; readonly to: number }
  /** Number of elements that lost a fraction in the cast. */
  truncated: number
  /** Invalid settings of the user or a file, one sentence each. */
  ignored: string[]
  /** Notes appended to the source line: how the file was read. */
  notes: string[]
}

/** One preparation of one input: the request, the known facts and the choices so far. */
export interface Job {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  /** What the input takes of the tokens of a text; `null` if it takes none. */
  readonly role: TokenRole | null
  /** Whether a larger picture can be run in tiles. */
  readonly canTile: boolean
  /** The user's sizes for free dimensions, by dimension index. */
  readonly dims: Readonly<Record<number, number>>
  /** Path of the file, or a substitute for messages. */
  readonly name: string
  /** How the input is interpreted as a picture; `null` if it is not one. */
  readonly image: ImageTarget | null
  /** How the input is interpreted as a sound; `null` if it is not one. */
  readonly sound: SoundTarget | null
  readonly signal: AbortSignal | undefined
  readonly decodeSound: DecodeSound | undefined
  readonly drawSvg: DrawSvg | undefined
  /** Option values of the steps done so far, by step id. */
  readonly chosen: Map<string, Values>
  readonly facts: Facts
  readonly saved: readonly SavedStep[]
  readonly person: readonly StepSetting[]
}

export interface JobRequest {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  readonly role?: TokenRole | null | undefined
  readonly canTile?: boolean | undefined
  readonly dims: Readonly<Record<number, number>>
  readonly settings: readonly StepSetting[]
  readonly name: string
  readonly signal?: AbortSignal | undefined
  readonly decodeSound?: DecodeSound | undefined
  readonly drawSvg?: DrawSvg | undefined
}

export function createJob(request: JobRequest): Job {
  const { spec, metadata, role = null, canTile = false, dims, settings, name, signal, decodeSound, drawSvg } = request
  const all = metadata.settings
  const saved = all !== null && Object.hasOwn(all, spec.name) ? (all[spec.name] ?? []) : []
  const layout = settingIn('layout', 'layout', settings, saved)
  return {
    spec,
    metadata,
    role,
    canTile,
    dims,
    name,
    image: imageTarget(spec, { dims, grey: metadata.grayscale === true, layout }),
    sound: soundTarget(spec, dims),
    signal,
    decodeSound,
    drawSvg,
    chosen: new Map(),
    facts: { guessed: [], columns: [], missingCells: 0, truncated: 0, ignored: [], notes: [] },
    saved,
    person: settings,
  }
}

/** The strongest clue to a question about this input. */
export function clueTo<Q extends Question>({ metadata, spec }: Job, question: Q): ClueTo<Q> | undefined {
  return cluesTo(metadata.clues, question, spec.name)[0]
}

/** The user's value of an option, else the saved one, not yet validated. */
export function settingOf(job: Job, step: string, field: string): FieldValue | undefined {
  return settingIn(step, field, job.person, job.saved)
}

function settingIn(step: string, field: string, ...lists: readonly (readonly SavedStep[])[]): FieldValue | undefined {
  for (const list of lists) {
    const values = list.find(({ id }) => id === step)?.values
    if (values !== undefined && Object.hasOwn(values, field)) return values[field]
  }
  return undefined
}
