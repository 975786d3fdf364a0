import type { PlannedStep, StepSetting } from '../base/plan.ts'
import type { RunInput, RunResult } from '../base/run.ts'

/** A way to prepare a picture that nothing in the model rules out. */
export interface Candidate {
  readonly id: number
  /** `−1…1`, `blue first`, `centre crop`. */
  readonly range: string
  readonly order: string
  readonly resize: string
  /** Settings of the steps that are guessed. */
  readonly settings: readonly StepSetting[]
  /** Whether the result was made so. */
  readonly current: boolean
}

/** The guess behind a result: the input and what is guessed about it. */
export interface Guess {
  readonly input: string
  readonly reason: string
  readonly candidates: readonly Candidate[]
}

/** Ranges worth trying, with the order of channels that goes with them. */
const ranges = [
  { scale: 'zero-one', label: '0…1', orders: ['rgb', 'bgr'] },
  { scale: 'minus-one-one', label: '−1…1', orders: ['rgb', 'bgr'] },
  { scale: 'none', label: '0…255', orders: ['rgb', 'bgr'] },
  { scale: 'imagenet', label: 'ImageNet', orders: ['rgb'] },
  { scale: 'caffe', label: 'Caffe', orders: ['bgr'] },
] as const

const orderLabels = { rgb: 'RGB', bgr: 'BGR', grey: 'grey' } as const
const resizeLabels = { stretch: 'stretched', 'centre-crop': 'cropped', fit: 'fitted' } as const

/** What is guessed about the first picture whose range is a guess; `null` if none is. */
export function guessOf({ settings }: RunResult): Guess | null {
  for (const input of settings.inputs) {
    const scale = stepOf(input, 'scale')
    if (scale?.certainty === 'guessed')
      return { input: input.name, reason: scale.reason, candidates: candidatesFor(input, scale) }
  }
  return null
}

function candidatesFor(input: RunInput, scale: PlannedStep): readonly Candidate[] {
  const channels = stepOf(input, 'channels')
  const resize = stepOf(input, 'resize')
  const order = String(channels?.values.order ?? 'rgb')
  const method = String(resize?.values.method ?? 'stretch')
  const freeOrder = channels?.certainty === 'guessed' && channels.fields.length > 0
  const methods = resize?.certainty === 'guessed' ? [...new Set([method, 'stretch', 'centre-crop'])] : [method]
  const fitting = order === 'grey' ? ranges.filter(({ scale: id }) => id !== 'imagenet' && id !== 'caffe') : ranges
  const all = methods.flatMap((each) =>
    fitting.flatMap(({ scale: id, label, orders }) =>
      (freeOrder ? orders : [order]).map((channelOrder) => ({
        range: label,
        order: labelIn(orderLabels, channelOrder),
        resize: labelIn(resizeLabels, each),
        settings: [
          { id: 'scale', values: { scale: id } },
          ...(freeOrder ? [{ id: 'channels', values: { order: channelOrder } }] : []),
          ...(methods.length > 1 ? [{ id: 'resize', values: { method: each } }] : []),
        ],
        current: id === scale.values.scale && channelOrder === order && each === method,
      })),
    ),
  )
  return all.map((candidate, id) => ({ id, ...candidate }))
}

function labelIn(labels: Readonly<Record<string, string>>, id: string): string {
  return labels[id] ?? id
}

function stepOf({ plan }: RunInput, id: string): PlannedStep | undefined {
  return plan.find((step) => step.id === id)
}

/** The settings of an input with those of a candidate on top. */
export function withCandidate(
  settings: readonly StepSetting[],
  { settings: chosen }: Pick<Candidate, 'settings'>,
): readonly StepSetting[] {
  const merged = chosen.map(({ id, values }) => ({
    id,
    values: { ...settings.find((each) => each.id === id)?.values, ...values },
  }))
  return [...settings.filter(({ id }) => !chosen.some((each) => each.id === id)), ...merged]
}
