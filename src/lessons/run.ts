import type { Answer, Lab, Lesson, Prediction, Row, Setting, Topic } from './contract.ts'
import type { Outcome, Verdict } from './judge.ts'
import type { Part, Sure } from './progress.ts'

/** A lesson as it stands: what was guessed, and how far its experiment has come. */
export interface LessonRun {
  readonly phase: 'asking' | 'running' | 'done'
  readonly part: Part
  readonly guess: Answer | null
  readonly sure: Sure | null
  readonly reason: string
  readonly setting: Setting
  /** Of the experiment that runs or ran; `null` before the first. */
  readonly topic: Topic | null
  readonly prediction: Prediction | null
  /** The step that is in progress, from 0. */
  readonly step: number
  readonly steps: readonly string[]
  readonly rows: readonly Row[]
  readonly outcome: Outcome | null
  readonly verdict: Verdict | null
  /** Experiments that gave an answer, in order. */
  readonly tried: readonly Tried[]
}

export interface Tried {
  /** What was tried: `Wasm`, `optimiser off`. */
  readonly label: string
  readonly headline: string
}

export const notRun: LessonRun = {
  phase: 'asking',
  part: 'first',
  guess: null,
  sure: null,
  reason: '',
  setting: {},
  topic: null,
  prediction: null,
  step: 0,
  steps: [],
  rows: [],
  outcome: null,
  verdict: null,
  tried: [],
}

/** Runs the experiment of a lesson, and reads its facts. Raises what the experiment raises. */
export async function perform(lesson: Lesson, lab: Lab): Promise<Outcome> {
  const facts = await lesson.experiment(lab)
  return { kind: 'found', finding: lesson.finding(facts, lab.topic) }
}
