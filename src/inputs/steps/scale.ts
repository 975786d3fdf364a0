import { cluesTo } from '../../base/clue.ts'
import { EngineError } from '../../base/errors.ts'
import { formatNumber } from '../../base/format.ts'
import type { Field } from '../../base/plan.ts'
import { choiceOf, numbersOf, type Values } from '../../base/values.ts'
import { matchesImage } from '../image/target.ts'
import { type ArrayValue, type InputValue, isStrings, type PixelsValue } from '../input-value.ts'
import type { Job } from '../job.ts'
import type { Choice, Step } from '../step.ts'

type Scalable = PixelsValue | ArrayValue

/**
 * `imagenet`: mean and standard deviation of the ImageNet training set on 0…1, as in torchvision and Keras
 * `mode='torch'`. `caffe`: ImageNet means on 0…255 without a deviation, as in Keras `mode='caffe'`; the channel step
 * puts blue first.
 */
const presets: Readonly<
  Record<string, { readonly mean: readonly number[]; readonly std: readonly number[]; readonly range: number }>
> = {
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], range: 1 },
  caffe: { mean: [123.68, 116.779, 103.939], std: [1, 1, 1], range: 255 },
}

const options = [
  { id: 'none', label: 'None' },
  { id: 'zero-one', label: '0…1 (x / 255)' },
  { id: 'minus-one-one', label: '−1…1 (x / 127.5 − 1)' },
  { id: 'imagenet', label: 'ImageNet mean and deviation' },
  { id: 'caffe', label: 'Caffe mean (BGR)' },
  { id: 'mean-std', label: 'Custom mean and deviation' },
]

/** Scales 8-bit values to the range that the model expects: per channel, x · factor + offset in float32. */
export const scaleStep: Step<Scalable> = {
  id: 'scale',
  label: 'Scale',
  applies: (inputValue, job): inputValue is Scalable =>
    inputValue.type === 'pixels' ||
    (inputValue.type === 'tensor' &&
      !isStrings(inputValue.data) &&
      job.facts.timing === undefined &&
      job.spec.dtype === 'float32' &&
      matchesImage(job.image, inputValue.shape)),
  auto: (inputValue, job) => {
    const { values, ...why } = automatic(inputValue, job)
    return { values: { mean: [0, 0, 0], std: [1, 1, 1], range: '1', ...values }, ...why }
  },
  fields: (values) => {
    const scale = choiceOf(values, 'scale')
    const fields: Field[] = [{ id: 'scale', label: 'Range', type: 'choice', value: scale, options }]
    if (scale !== 'mean-std') return fields
    const ranges = [
      { id: '1', label: 'of values 0…1' },
      { id: '255', label: 'of values 0…255' },
    ]
    return [
      ...fields,
      { id: 'mean', label: 'Mean per channel', type: 'numbers', value: numbersOf(values, 'mean') },
      { id: 'std', label: 'Deviation per channel', type: 'numbers', value: numbersOf(values, 'std') },
      {
        id: 'range',
        label: 'Mean and deviation are',
        type: 'choice',
        value: choiceOf(values, 'range'),
        options: ranges,
      },
    ]
  },
  apply: (inputValue, values, job) => {
    const channels = inputValue.type === 'pixels' ? inputValue.channels : (job.image?.channels ?? 1)
    const affine = affineOf(values, channels, job)
    if (affine === null) return inputValue
    job.facts.affine = affine
    return scaled(inputValue, affine, runLength(inputValue, job))
  },
  summary: (values, inputValue) => {
    const scale = choiceOf(values, 'scale')
    if (scale === 'none') return inputValue.type === 'pixels' ? 'none, 0…255' : 'none'
    if (scale === 'mean-std')
      return `mean ${numbersOf(values, 'mean')
        .map((x) => formatNumber(x))
        .join(', ')}, deviation ${numbersOf(values, 'std')
        .map((x) => formatNumber(x))
        .join(', ')}`
    return options.find(({ id }) => id === scale)?.label ?? scale
  },
}

function automatic(inputValue: Scalable, { metadata, spec }: Job): Choice {
  if (inputValue.type === 'tensor') return { values: { scale: 'none' }, reason: 'numbers from a file are not scaled' }
  if (spec.dtype !== 'float32') return { values: { scale: 'none' }, reason: `${spec.dtype} pictures are 0…255` }
  const [clue, ...weaker] = cluesTo(metadata.clues, 'scale', spec.name)
  if (clue === undefined)
    return {
      values: { scale: 'zero-one' },
      reason: 'nothing in the model says which range it expects; most float image models expect 0…1',
      certainty: 'guessed',
    }
  const { answer, certainty, reason } = clue
  const other = weaker.find((each) => each.answer.scale !== answer.scale && each.evidence !== 'convention')
  return {
    values: { ...answer },
    reason: other === undefined ? reason : `${reason}; on the other hand, ${other.reason}`,
    certainty,
  }
}

type Affine = NonNullable<Job['facts']['affine']>

/** Factor and offset per channel in the tensor's order; a fourth channel (alpha) is only scaled to 0…1. */
function affineOf(values: Values, channels: number, job: Job): Affine | null {
  const scale = choiceOf(values, 'scale')
  const every = (factor: number, offset: number): Affine => ({
    factor: new Array<number>(channels).fill(factor),
    offset: new Array<number>(channels).fill(offset),
  })
  if (scale === 'none') return null
  if (scale === 'zero-one') return every(1 / 255, 0)
  if (scale === 'minus-one-one') return every(1 / 127.5, -1)
  const preset = presets[scale]
  const range = preset?.range ?? Number(choiceOf(values, 'range'))
  const mean =
    preset === undefined
      ? perChannel(numbersOf(values, 'mean'), channels, 'means', job)
      : ordered(preset.mean, 0, channels, job)
  const std =
    preset === undefined
      ? perChannel(numbersOf(values, 'std'), channels, 'deviations', job)
      : ordered(preset.std, 1, channels, job)
  if (std.some((value) => value === 0))
    throw new EngineError('input-shape', 'A deviation of 0 was set for scaling.', 'Set a deviation other than 0.')
  return {
    factor: std.map((value) => range / 255 / value),
    offset: std.map((value, i) => -(mean[i] as number) / value),
  }
}

/** A preset is per colour, so it follows the channel order; for grey it is the mean of the three. */
function ordered(rgb: readonly number[], alpha: number, channels: number, { facts }: Job): readonly number[] {
  if (channels === 1) return [rgb.reduce((sum, value) => sum + value, 0) / rgb.length]
  const three = facts.bgr === true ? rgb.toReversed() : rgb
  return channels === 4 ? [...three, alpha] : three
}

function perChannel(given: readonly number[], channels: number, what: string, { spec }: Job): readonly number[] {
  if (given.length === 1) return new Array<number>(channels).fill(given[0] as number)
  if (given.length >= channels) return given.slice(0, channels)
  throw new EngineError(
    'input-shape',
    `The input "${spec.name}" has ${channels} channels; ${given.length} ${what} were set for scaling.`,
    `Give one number, or ${channels}.`,
  )
}

/** Contiguous elements of the same channel: 1 with channels last, height · width with channels first. */
function runLength(inputValue: Scalable, { image }: Job): number {
  if (inputValue.type === 'pixels' || image?.layout !== 'nchw' || image.axes.channels === null) return 1
  return inputValue.shape.slice(image.axes.channels + 1).reduce((product, dim) => product * dim, 1)
}

function scaled(inputValue: Scalable, { factor, offset }: Affine, run: number): InputValue {
  const data = inputValue.data as Exclude<Scalable['data'], readonly string[]>
  const out = inputValue.type === 'pixels' ? inputValue.data : new Float32Array(data.length)
  const count = factor.length
  for (let i = 0; i < data.length; i += run * count) {
    for (let c = 0; c < count; c++) {
      const a = factor[c] as number
      const b = offset[c] as number
      const from = i + c * run
      const to = Math.min(from + run, data.length)
      for (let j = from; j < to; j++) out[j] = (data[j] as number) * a + b
    }
  }
  return { ...inputValue, data: out }
}
