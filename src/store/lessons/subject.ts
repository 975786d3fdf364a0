import type { InputBinding } from '../../base/plan.ts'
import { tokenRoles } from '../../base/token-roles.ts'
import { uniqueName } from '../../base/unique-name.ts'
import type { LoadedModel, LoadRequest } from '../../engine/protocol.ts'
import type { Lesson, Topic } from '../../lessons/contract.ts'
import type { Part } from '../../lessons/progress.ts'
import { completed } from '../../lessons/shared/inputs.ts'
import { bindingsOf, inputSetsFor, selectedInputSet } from '../bindings.ts'
import { fetchSample } from '../commands/sample.ts'
import { call } from '../engine.ts'
import { heldDrops } from '../held-drops.ts'
import { type Sample, samples } from '../samples.ts'
import type { State } from '../state.ts'
import { store } from '../store.ts'
import { lessonSamples } from './samples.ts'

/** The model that an experiment is about, with its input. */
export interface Subject {
  readonly topic: Topic
  readonly model: LoadedModel
  readonly bindings: readonly InputBinding[]
  readonly source: Pick<LoadRequest, 'drop' | 'candidate' | 'beside'>
  /** True if the model was loaded for the experiment, which disposes of it. */
  readonly temporary: boolean
}

/** What a lesson will be about, and why if it is not the loaded model. */
export interface Plan {
  readonly topic: Topic
  /** `null` for the loaded model. */
  readonly sample: Sample | null
  /** Why a sample stands in, a sentence; empty for the loaded model and for a transfer. */
  readonly why: string
}

/** The loaded model if it can show the effect; else, and for the transfer, a bundled sample. */
export function planFor(lesson: Lesson, part: Part, state: State): Plan {
  const { loaded } = state.model
  const topic = loaded === null ? null : ownTopic(loaded, state)
  const unfit = loaded === null || topic === null ? 'no model is loaded' : lesson.unfit(loaded, topic)
  const isOwn = unfit === null
  if (isOwn && topic !== null && part !== 'transfer') return { topic, sample: null, why: '' }
  const [first, second] = lesson.samples
  const used = isOwn ? state.model.sample : first
  const id = part === 'transfer' ? (used === first ? second : first) : first
  const sample = [...samples, ...lessonSamples].find((one) => one.id === id)
  if (sample === undefined) throw new Error(`lesson ${lesson.id} names no sample`)
  const input = sample.files.at(-1)?.path.split('/').at(-1) ?? ''
  const stay = loaded === null ? '' : ' Your model and its results stay.'
  const why = part === 'transfer' ? '' : `The sample “${sample.title}” is used, because ${unfit}.${stay}`
  return { topic: { name: `“${sample.title}”`, input, fed: true, own: false }, sample, why }
}

function ownTopic({ summary }: LoadedModel, state: State): Topic {
  const inputSet = selectedInputSet(state)
  return { name: summary.name, input: inputSet?.label ?? 'made-up numbers', fed: inputSet !== null, own: true }
}

/** Makes the model and the input of a plan ready. Raises what `open` and `load` raise, and `file-unreadable`. */
export async function subjectOf({ topic, sample }: Plan, signal: AbortSignal): Promise<Subject> {
  if (sample !== null) return sampleSubject(topic, sample, signal)
  const state = store.getState()
  const { loaded, current, beside } = state.model
  if (loaded === null || current === null) throw new Error('no model is loaded')
  const inputSet = selectedInputSet(state)
  const bound = inputSet === null ? [] : bindingsOf(state, inputSet)
  const source = { drop: current.drop, candidate: current.id, beside }
  return { topic, model: loaded, bindings: completed(bound, loaded.inputs), source, temporary: false }
}

const opened = new Map<string, string>()

async function sampleSubject(topic: Topic, sample: Sample, signal: AbortSignal): Promise<Subject> {
  const drop = opened.get(sample.id) ?? uniqueName()
  const files = await fetchSample(sample, signal)
  const { models, inputs } = await call('open', { drop, files }, { signal })
  heldDrops.add(drop)
  opened.set(sample.id, drop)
  const [candidate] = models
  if (candidate === undefined) throw new Error(`sample ${sample.id} has no model`)
  const source = { drop, candidate: candidate.id, beside: [] }
  const { choice } = store.getState().backend
  const request = { session: uniqueName(), ...source, backend: choice, signature: null, optimise: true, lost: [] }
  const model = await call('load', request, { signal })
  const roles = tokenRoles(model.inputs, model.summary.metadata.vocabulary !== null)
  const sources = inputSetsFor(inputs, model.inputs, roles).at(-1)?.sources ?? {}
  const bound = Object.entries(sources).map(([input, from]) => ({ input, source: from, dims: {}, settings: [] }))
  return { topic, model, bindings: completed(bound, model.inputs), source, temporary: true }
}
