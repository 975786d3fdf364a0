import type { Geometry, Orientation } from '../base/geometry.ts'
import type { ModelMetadata, SavedStep } from '../base/model.ts'
import type { FieldValue, StepSetting } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { Values } from '../base/values.ts'
import { type ImageTarget, imageTarget } from './image/target.ts'

/** What was noticed on the way; the warnings and the picture are made from it. Each step writes its own entries. */
export interface Facts {
  /** How the stored pixels were turned upright, where the file says. */
  orientation?: Orientation
  /** How the picture lies in the input. */
  geometry?: Geometry
  /** Share of pixels more transparent than not, when the alpha channel is dropped. */
  transparent?: number
  /** Share of pixels with a visible tint, 0…1. */
  coloured?: number
  /** value = raw · factor + offset, per channel in the tensor's order. */
  affine?: { readonly factor: readonly number[]; readonly offset: readonly number[] }
  /** The tensor's channels are blue, green, red. */
  bgr?: boolean
  /** Free dimensions that were guessed: a sentence each. */
  guessed: string[]
  /** Sentences about the choice of columns that deserve a warning, and the change that may mend it. */
  columns: {
    readonly message: string
    readonly fix: { readonly label: string; readonly setting: StepSetting } | null
  }[]
  /** Cells that hold no number though a number was asked for. */
  missingCells: number
  /** Elements that lost a fraction in the cast. */
  truncated: number
  /** Settings of a person or a file that do not fit: a sentence each. */
  ignored: string[]
  /** Ends the source line: how it was read besides what was read. */
  notes: string[]
}

/** Preparing one input once: what is asked for, what is known, what has been chosen so far. */
export interface Job {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  /** Sizes the person set for free dimensions, by dimension index. */
  readonly dims: Readonly<Record<number, number>>
  /** Path of the file, or what stands for it, for messages. */
  readonly name: string
  /** How the input reads as a picture; `null` when it does not. */
  readonly image: ImageTarget | null
  readonly signal: AbortSignal | undefined
  /** Values of the steps done so far, by step id. */
  readonly chosen: Map<string, Values>
  readonly facts: Facts
  readonly saved: readonly SavedStep[]
  readonly person: readonly StepSetting[]
}

export interface JobRequest {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  readonly dims: Readonly<Record<number, number>>
  readonly settings: readonly StepSetting[]
  readonly name: string
  readonly signal?: AbortSignal | undefined
}

export function createJob({ spec, metadata, dims, settings, name, signal }: JobRequest): Job {
  const all = metadata.settings
  const saved = all !== null && Object.hasOwn(all, spec.name) ? (all[spec.name] ?? []) : []
  const layout = settingIn('layout', 'layout', settings, saved)
  return {
    spec,
    metadata,
    dims,
    name,
    image: imageTarget(spec, { dims, grey: metadata.grayscale === true, layout }),
    signal,
    chosen: new Map(),
    facts: { guessed: [], columns: [], missingCells: 0, truncated: 0, ignored: [], notes: [] },
    saved,
    person: settings,
  }
}

/** The person's or else the saved value of one option, before it has been checked. */
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
