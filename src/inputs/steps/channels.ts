import { choiceOf } from '../../base/values.ts'
import type { PixelsValue } from '../input-value.ts'
import { clueTo, settingOf } from '../job.ts'
import type { Step } from '../step.ts'

const orders = [
  { id: 'rgb', label: 'RGB' },
  { id: 'bgr', label: 'BGR' },
  { id: 'grey', label: 'Grey (ITU-R BT.601)' },
]

/**
 * Channels that differ by less than this (of 255) are grey: JPEG compression causes such differences in grey pictures.
 */
const tint = 16

/** Converts to the input's channels; grey is .2989 R + .587 G + .114 B, as in `tf.image.rgb_to_grayscale`. */
export const channelsStep: Step<PixelsValue> = {
  id: 'channels',
  label: 'Channels',
  applies: (inputValue): inputValue is PixelsValue => inputValue.type === 'pixels',
  auto: (_inputValue, job) => {
    const count = job.image?.channels ?? 3
    if (count === 1) return { values: { order: 'grey' }, reason: 'the input has one channel' }
    if (job.metadata.grayscale === true)
      return { values: { order: 'grey' }, reason: 'according to the metadata, it was trained on grey pictures' }
    if (settingOf(job, 'scale', 'scale') === 'caffe')
      return { values: { order: 'bgr' }, reason: 'the Caffe scaling expects blue, green, red' }
    if (count === 4) return { values: { order: 'rgb' }, reason: 'the input has four channels: RGB and transparency' }
    const clue = clueTo(job, 'order')
    if (clue !== undefined) return { values: { order: clue.answer }, reason: clue.reason, certainty: clue.certainty }
    const scale = clueTo(job, 'scale')
    if (scale?.answer.scale === 'caffe')
      return { values: { order: 'bgr' }, reason: 'the Caffe means come with blue first', certainty: scale.certainty }
    return {
      values: { order: 'rgb' },
      reason: 'the input has three channels; nothing says that blue comes first',
      certainty: 'guessed',
    }
  },
  fields: (values, _inputValue, job) =>
    job.image?.channels === 1
      ? []
      : [{ id: 'order', label: 'Order', type: 'choice', value: choiceOf(values, 'order'), options: orders }],
  apply: (inputValue, values, job) => {
    job.facts.coloured = colouredShare(inputValue)
    const order = job.image?.channels === 1 ? 'grey' : choiceOf(values, 'order')
    if (order === 'grey') return toGrey(inputValue, job.image?.channels ?? 1)
    if (order === 'bgr') {
      job.facts.bgr = true
      swapRedAndBlue(inputValue)
    }
    return inputValue
  },
  summary: (values, _inputValue, job) => {
    const order = orders.find(({ id }) => id === choiceOf(values, 'order'))
    const count = job.image?.channels ?? 3
    if (order?.id === 'grey' && count > 1) return `grey in ${count} channels`
    return `${order?.label ?? ''}${count === 4 ? ' and transparency' : ''}`
  },
}

function colouredShare({ data, channels }: PixelsValue): number {
  let count = 0
  for (let i = 0; i < data.length; i += channels) {
    const r = data[i] as number
    const g = data[i + 1] as number
    const b = data[i + 2] as number
    if (Math.max(r, g, b) - Math.min(r, g, b) > tint) count++
  }
  return data.length === 0 ? 0 : count / (data.length / channels)
}

/** A grey picture keeps its exact values, although the weights sum to 0.9999. */
function toGrey({ data, channels, width, height }: PixelsValue, count: number): PixelsValue {
  const out = new Float32Array(width * height * count)
  let o = 0
  for (let i = 0; i < data.length; i += channels) {
    const r = data[i] as number
    const g = data[i + 1] as number
    const b = data[i + 2] as number
    const grey = r === g && g === b ? r : 0.2989 * r + 0.587 * g + 0.114 * b
    for (let c = 0; c < count; c++) out[o++] = c === 3 ? (data[i + 3] as number) : grey
  }
  return { type: 'pixels', width, height, channels: count, data: out }
}

function swapRedAndBlue({ data, channels }: PixelsValue): void {
  for (let i = 0; i < data.length; i += channels) {
    const red = data[i] as number
    data[i] = data[i + 2] as number
    data[i + 2] = red
  }
}
