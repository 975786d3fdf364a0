import type { InputBinding } from '../base/plan.ts'
import type { CallOptions, Event, LoadedModel, LoadRequest, Method, Request, Value } from '../engine/protocol.ts'

/**
 * A lesson is data: a question, a prediction, an experiment on a real model, and the sentences for every measured
 * answer. Texts may mark words of `words.ts` in brackets, `[weights]`; the page explains them in place.
 */
export interface Lesson<F extends Facts = Facts> {
  /** In the address (`?lesson=`) and the test id (`lesson-<id>`). */
  readonly id: string
  readonly group: LessonGroup
  readonly title: string
  readonly minutes: number
  /** What must be known before the question; at most 90 words, without the answer. */
  readonly lead: string
  /** One question about something that will be measured. */
  question(topic: Topic): string
  prediction(topic: Topic): Prediction
  /** Why a model cannot show the effect, as a phrase after "because"; `null` if it can. */
  unfit(model: LoadedModel, topic: Topic): string | null
  /** Bundled samples that show the effect, the best first; the first other one is used for the transfer. */
  readonly samples: readonly [string, string]
  /** What the experiment does, in plain steps. */
  steps(topic: Topic, setting: Setting): readonly string[]
  /** Runs the experiment; shows rows as they are measured. Raises what the engine's calls raise. */
  experiment(lab: Lab): Promise<F>
  readonly figure: Figure
  /** What the facts say. Never depends on the guess. */
  finding(facts: F, topic: Topic): Finding
  /** What can be changed, one at a time, and predicted again. */
  readonly tries: readonly Try[]
  /** The question of the transfer, on another model. */
  transfer(topic: Topic): string
  /** Asked later: the cause, picked from three. */
  readonly recall: Recall
  /** What to do about it in a program, one or two sentences. */
  readonly advice: string
}

export const lessonGroups = {
  steps: 'Steps',
  myths: 'Myths',
  pitfalls: 'Pitfalls',
  more: 'More',
} as const

export type LessonGroup = keyof typeof lessonGroups

/** What the texts of a lesson are about. */
export interface Topic {
  /** Name of the model. */
  readonly name: string
  /** Name of the input: `cat.jpg`, `random numbers`. */
  readonly input: string
  /** False if the input is made up, because no file is loaded. */
  readonly fed: boolean
  /** True for the loaded model; false for a bundled sample that only the lesson uses. */
  readonly own: boolean
}

/** Measured facts as plain data. */
export type Facts = object

/** A scale on which a guess and a measurement stand together. */
export interface Axis {
  readonly min: number
  readonly max: number
  readonly scale: 'log' | 'linear'
  readonly marks: readonly number[]
  /** After a number: ` times`, ` %`. */
  readonly unit: string
}

export interface Option {
  readonly id: string
  readonly label: string
  /** The reason for choosing it, as a learner would say it. */
  readonly why: string
  /** Its place on the axis of the prediction. */
  readonly at?: number
  /** Said if it was chosen and the measurement differs: what is wrong with the reason, one sentence. */
  readonly refute: string
}

export type Prediction =
  /** With an axis, each option has a place on it, and the answer is a number. */
  | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly axis?: Axis }
  | { readonly kind: 'number'; readonly axis: Axis }
  /** The range in which most of the measured values will lie. */
  | { readonly kind: 'spread'; readonly axis: Axis }

/** A guess, or what was measured. */
export type Answer =
  | { readonly kind: 'choice'; readonly option: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'spread'; readonly low: number; readonly high: number }

/**
 * Whether the measurement shows the effect that the lesson is about, its opposite, or no clear difference; or could not
 * be made here.
 */
export type Effect = 'expected' | 'opposite' | 'close' | 'unmeasured'

export interface Finding {
  readonly effect: Effect
  /** `null` if there is none: too close, or not measured. */
  readonly answer: Answer | null
  /** The measured answer, one sentence: `The first run took 48 times as long.` */
  readonly headline: string
  /** Why, at most 60 words together: what holds in general, for this model, on this device. */
  readonly says: Says
}

export interface Says {
  readonly general: string
  readonly model: string
  readonly device: string
}

export interface Try {
  readonly id: string
  readonly label: string
  /** The first one is the setting of the first experiment; fewer than two if there is nothing to change. */
  options(model: LoadedModel): readonly { readonly id: string; readonly label: string }[]
}

/** The chosen option of each try, by id; missing ones are at their first option. */
export type Setting = Readonly<Record<string, string>>

export interface Recall {
  readonly question: string
  /** The first one is right; the page mixes them. */
  readonly causes: readonly [string, string, string]
}

/** How the rows of an experiment are drawn; the table beside it has their texts. */
export interface Figure {
  readonly kind: 'dots' | 'bars' | 'texts'
  readonly scale: 'log' | 'linear'
  /** Headings of the labels and of the values. */
  readonly heads: readonly [string, string]
  readonly caption: string
}

/** A measured row. */
export interface Row {
  readonly label: string
  /** `null` is not drawn. */
  readonly value: number | null
  readonly text: string
}

/** What an experiment may do. Its sessions are its own and are disposed of at its end. */
export interface Lab {
  readonly topic: Topic
  readonly setting: Setting
  /** The model that the experiment is about, as loaded before it; experiments run on sessions of their own. */
  readonly model: LoadedModel
  /** The sources of all inputs. */
  readonly bindings: readonly InputBinding[]
  /** Loads the model once more, by default on the same backend with the same settings. */
  load(change?: LabLoad): Promise<LoadedModel>
  /** Opens files made by the experiment as a drop. */
  open(files: readonly { readonly path: string; readonly file: Blob }[]): Promise<Value<'open'>>
  call<M extends Method>(method: M, request: Request<M>, options?: CallOptions<Event<M>>): Promise<Value<M>>
  /** Says which step begins, from 0. */
  step(index: number): void
  show(row: Row): void
}

export type LabLoad = Partial<Pick<LoadRequest, 'backend' | 'optimise' | 'signature' | 'drop' | 'candidate'>>
