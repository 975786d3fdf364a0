import type { PlannedStep } from '../../base/plan.ts'
import type { RunInput } from '../../base/run.ts'
import { type Candidate, type Guess, stepOf } from './guess.ts'

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

/** The range of a picture, with what else is guessed about it; `null` if the range is known. */
export function guessedPicture(input: RunInput): Guess | null {
  const scale = stepOf(input, 'scale')
  if (scale?.certainty !== 'guessed') return null
  return {
    input: input.name,
    title: 'Scale guessed',
    reason: scale.reason,
    subject: 'picture',
    columns: ['Range', 'Channels and size', 'Answer'],
    candidates: candidatesFor(input, scale),
  }
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
        way: label,
        details: `${labelIn(orderLabels, channelOrder)}, ${labelIn(resizeLabels, each)}`,
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
