import type { SoundLevel } from '../../base/clue.ts'
import { choiceOf } from '../../base/values.ts'
import type { ArrayValue, WindowsValue } from '../input-value.ts'
import { clueTo, type Job } from '../job.ts'
import type { SoundTarget } from '../sound/target.ts'
import type { Choice, Step } from '../step.ts'

const options = [
  { id: 'unit', label: '−1…1' },
  { id: 'int16', label: '−32768…32767 (16-bit)' },
  { id: 'standardised', label: 'Mean 0, deviation 1 in each window' },
]

/** Sets the range of a window's values and arranges the windows as the input takes them. */
export const levelStep: Step<WindowsValue> = {
  id: 'level',
  label: 'Level',
  applies: (inputValue): inputValue is WindowsValue => inputValue.type === 'windows',
  auto: (_windows, job) => {
    const { level, ...why } = automatic(job)
    return { values: { level, order: orderOf(job.sound) }, ...why }
  },
  fields: (values, _windows, job) => [
    {
      id: 'level',
      label: 'Range',
      type: 'choice',
      value: choiceOf(values, 'level'),
      options: options.filter(({ id }) => id !== 'int16' || job.sound?.kind === 'waveform'),
    },
  ],
  apply: (windows, values, job) => {
    const level = choiceOf(values, 'level')
    const { data, length } = windows
    if (level === 'int16') for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) * 32768
    if (level === 'standardised')
      standardise(data, job.sound?.kind === 'spectrum' ? data.length / windows.windows : length)
    return arranged(windows, job.sound)
  },
  summary: (values, _windows, { sound }) => {
    const level = choiceOf(values, 'level')
    if (level === 'unit' && sound?.kind === 'spectrum') return 'as computed'
    return options.find(({ id }) => id === level)?.label ?? level
  },
}

function automatic(job: Job): Omit<Choice, 'values'> & { readonly level: SoundLevel } {
  const clue = clueTo(job, 'sound')
  if (clue?.answer.level !== undefined)
    return { level: clue.answer.level, reason: clue.reason, certainty: clue.certainty }
  if (job.spec.dtype === 'int32') return { level: 'int16', reason: 'the input takes whole numbers' }
  if (clue !== undefined) return { level: 'unit', reason: clue.reason, certainty: clue.certainty }
  return {
    level: 'unit',
    reason: 'nothing in the model says which range it expects; most sound models take −1…1',
    certainty: 'guessed',
  }
}

/** How the values of a window follow each other in the tensor. */
function orderOf(target: SoundTarget | null): string {
  if (target?.kind === 'spectrum') return target.isTransposed ? 'bins-frames' : 'frames-bins'
  if (target?.channels !== 2) return 'samples'
  return target.isPlanar ? 'channels-samples' : 'samples-channels'
}

/** Keeps a constant window from being divided by 0. */
const least = 1e-8

function standardise(data: Float32Array, size: number): void {
  for (let start = 0; start < data.length; start += size) {
    const part = data.subarray(start, start + size)
    const mean = part.reduce((sum, value) => sum + value, 0) / size
    const variance = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size
    const factor = 1 / Math.max(Math.sqrt(variance), least)
    for (let i = 0; i < size; i++) part[i] = ((part[i] as number) - mean) * factor
  }
}

function arranged({ windows, length, data }: WindowsValue, target: SoundTarget | null): ArrayValue {
  const one = target?.shapeOf(windows, length) ?? [windows, length]
  const shape = target?.hasBatch === false && windows > 1 ? [windows, ...one] : one
  const as = (values: Float32Array<ArrayBuffer>): ArrayValue => ({ type: 'tensor', shape, data: values })
  if (target?.kind === 'spectrum')
    return as(target.isTransposed ? moved(data, [windows, length, target.bins], [0, 2, 1]) : data)
  if (target?.channels !== 2) return as(data)
  return as(moved(data, [2, windows, length], target.isPlanar ? [1, 0, 2] : [1, 2, 0]))
}

type Three = readonly [number, number, number]

/** Transposes an array with three dimensions. */
function moved(data: Float32Array<ArrayBuffer>, sizes: Three, [a, b, c]: Three): Float32Array<ArrayBuffer> {
  const strides = [sizes[1] * sizes[2], sizes[2], 1]
  const size = (axis: number): number => sizes[axis] as number
  const stride = (axis: number): number => strides[axis] as number
  const out = new Float32Array(data.length)
  let o = 0
  for (let i = 0; i < size(a); i++)
    for (let j = 0; j < size(b); j++)
      for (let k = 0; k < size(c); k++) out[o++] = data[i * stride(a) + j * stride(b) + k * stride(c)] as number
  return out
}
