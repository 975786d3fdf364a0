import { formatShape } from '../../base/tensor.ts'
import { choiceOf } from '../../base/values.ts'
import { isAmbiguous } from '../image/target.ts'
import type { PixelsValue } from '../input-value.ts'
import type { Step } from '../step.ts'

const layouts = [
  { id: 'nhwc', label: 'NHWC (channels last)' },
  { id: 'nchw', label: 'NCHW (channels first)' },
]

/** Arranges the pixels in the input's layout, and adds the batch dimension. */
export const layoutStep: Step<PixelsValue> = {
  id: 'layout',
  label: 'Layout',
  applies: (inputValue): inputValue is PixelsValue => inputValue.type === 'pixels',
  auto: (_inputValue, job) => ({
    values: { layout: job.image?.layout ?? 'nhwc' },
    reason: `${job.image?.reason ?? ''}${(job.image?.batch ?? 1) > 1 ? '; the picture is repeated to fill the batch' : ''}`,
  }),
  // The shape determines the layout; the user chooses only if the shape is ambiguous, which `imageTarget` already takes
  // into account.
  fields: (values, _inputValue, job) =>
    isAmbiguous(job.spec.shape)
      ? [{ id: 'layout', label: 'Layout', type: 'choice', value: choiceOf(values, 'layout'), options: layouts }]
      : [],
  apply: (inputValue, _values, job) => {
    const { width, height, channels, data } = inputValue
    const shape = job.image?.shapeOf(height, width) ?? [1, height, width, channels]
    const one = job.image?.layout === 'nchw' && channels > 1 ? planes(data, channels) : data
    const batch = job.image?.batch ?? 1
    if (batch === 1) return { type: 'tensor', shape, data: one }
    const all = new Float32Array(one.length * batch)
    for (let i = 0; i < batch; i++) all.set(one, i * one.length)
    return { type: 'tensor', shape, data: all }
  },
  summary: (_values, { height, width }, { image }) => {
    const shape = formatShape(image?.shapeOf(height, width) ?? null)
    if (image?.axes.channels === null) return image.axes.height === null ? `${shape}, flattened` : shape
    return `${shape}, ${image?.layout === 'nchw' ? 'NCHW' : 'NHWC'}`
  },
}

function planes(data: Float32Array<ArrayBuffer>, channels: number): Float32Array<ArrayBuffer> {
  const plane = data.length / channels
  const out = new Float32Array(data.length)
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < plane; i++) out[c * plane + i] = data[i * channels + c] as number
  }
  return out
}
