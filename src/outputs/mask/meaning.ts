import type { OutputTrace } from '../../base/output-trace.ts'
import { numbersOf } from '../../base/tensor.ts'
import type { NamedOutput } from '../contract.ts'
import type { PictureInput } from '../picture-input.ts'
import { detectRange } from '../picture-range.ts'
import { within } from '../tensors.ts'
import type { Planes } from './planes.ts'

/** How the numbers of a map are meant. */
export interface Meaning {
  readonly fit: number
  readonly reason: string
  /** `labels`: one index per pixel; `perClass`: a score per class and pixel. */
  readonly shows: 'labels' | 'perClass' | 'matte' | 'depth'
  /** What turns the numbers into scores of 0…1. */
  readonly activation: 'none' | 'softmax' | 'sigmoid'
}

/** Only offered, after the raw tensor. */
const offered = 0.05
/** Ops that compute raw values. */
const linear = new Set(['Conv2D', 'DepthwiseConv2dNative', 'Conv2DBackpropInput', 'BiasAdd', 'Add', 'AddV2', 'MatMul'])
const namedMask = /seg|mask|matte|alpha|foreground|\bpha\b/i
const namedDepth = /depth|dispar|inverse/i
/** A picture in grey, made from a picture in colour. */
const namedPicture = /gr[ae]y|edge|luma|denois|restor|reconstr/i
/** Movements of pixels and colours, which have two channels like a mask of two classes. */
const namedShift = /flow|motion|colou?ri[sz]|\bab\b/i
/** Ops that cut values to a range. */
const cutting = new Set(['ClipByValue', 'Minimum', 'Maximum'])
/** The largest index of a class; a map of larger numbers counts something else. */
const largestIndex = 1000
/** Pixels that are inspected. */
const sampled = 200

/**
 * The most likely meaning of a map over the picture; `null` if it is no mask. `isBesideColours`: whether another output of its
 * size has three channels.
 */
export function meaningOf(
  output: NamedOutput,
  planes: Planes,
  { ops, names }: OutputTrace,
  input: PictureInput,
  isBesideColours: boolean,
): Meaning | null {
  const { channels, width } = planes
  const by = (op: string) => ops.length > 0 && ops.every((one) => one === op)
  const raw = ops.length > 0 && ops.every((op) => linear.has(op))
  const whole = width === input.width
  if (areLabels(output, planes, by('ArgMax')))
    return meaning(0.96, 'whole numbers, one class per pixel', 'labels', 'none')
  const named = [output.name, ...names].join(' ')
  if (channels === 1) {
    const clues = {
      named,
      by,
      raw,
      isCut: () => ops.length > 0 && ops.every((op) => cutting.has(op)) && within(numbersOf(output.value), 0, 1),
      isPictureRange: () => detectRange(output.value).known,
      isBesideColours,
    }
    return ofOneChannel(clues, planes, input)
  }
  if (by('Softmax') || sumToOne(output, planes))
    return meaning(0.96, 'the values of each pixel sum to 1', 'perClass', 'none')
  // Three and four channels are colours unless something says otherwise.
  const colours = channels === 3 || channels === 4
  if (by('Sigmoid'))
    return meaning(whole && !colours ? 0.9 : offered, 'a score of 0 to 1 per class and pixel', 'perClass', 'none')
  if (!raw) return null
  const isShift = channels === 2 && namedShift.test(named)
  return meaning(
    whole && !colours && !isShift ? 0.8 : offered,
    'a raw score per class and pixel',
    'perClass',
    'softmax',
  )
}

interface Clues {
  /** The output's name, and those inside the graph. */
  readonly named: string
  readonly raw: boolean
  /** Whether the values were cut to 0…1. */
  isCut(): boolean
  /** Whether they lie in a range that pictures have. */
  isPictureRange(): boolean
  readonly isBesideColours: boolean
  by(op: string): boolean
}

/** One value per pixel: a matte or a depth of a colour picture; else it is a picture in grey. */
function ofOneChannel(clues: Clues, { width }: Planes, input: PictureInput): Meaning | null {
  const { named, raw, isCut, isPictureRange, isBesideColours, by } = clues
  const isColoured = input.channels >= 3
  const isPicture = namedPicture.test(named)
  if (by('Sigmoid')) {
    const fit = isColoured && !isPicture ? 0.95 : offered
    return meaning(fit, 'a sigmoid per pixel: how much is foreground', 'matte', 'none')
  }
  if (!isColoured) return null
  // Matting models give the colours of the foreground beside its share.
  if (!isPicture && (namedMask.test(named) || isBesideColours) && isCut())
    return meaning(0.95, 'one value of 0 to 1 per pixel: how much is foreground', 'matte', 'none')
  if (raw && namedMask.test(named)) return meaning(0.93, 'one raw value per pixel, named as a mask', 'matte', 'sigmoid')
  // Depth is estimated at full or half size; smaller maps of one channel are features.
  if (!((raw || by('Relu')) && width * 2 >= input.width)) return null
  // Without a name it may as well be a picture in grey, which is shown first then.
  const fit = isPicture ? offered : namedDepth.test(named) || !isPictureRange() ? 0.95 : 0.85
  return meaning(fit, 'one unbounded value per pixel of a colour picture: perhaps a depth map', 'depth', 'none')
}

function meaning(fit: number, reason: string, shows: Meaning['shows'], activation: Meaning['activation']): Meaning {
  return { fit, reason, shows, activation }
}

/** One channel of whole numbers from 0: of an integer type, or found as the position of a maximum. */
function areLabels({ value }: NamedOutput, { channels }: Planes, byArgMax: boolean): boolean {
  if (channels !== 1 || !(byArgMax || (value.dtype === 'int32' && value.shape.length === 3))) return false
  return numbersOf(value).every((index) => index >= 0 && index <= largestIndex && Number.isInteger(index))
}

function sumToOne({ value }: NamedOutput, { batch, width, height, channels, step, stride }: Planes): boolean {
  const data = numbersOf(value)
  const pixels = width * height
  for (let sample = 0; sample < sampled; sample++) {
    const pixel = Math.floor((sample * pixels) / sampled)
    const start = (sample % batch) * pixels * channels + pixel * step
    let sum = 0
    for (let k = 0; k < channels; k++) {
      const share = data[start + k * stride] as number
      if (!(share >= 0)) return false
      sum += share
    }
    if (Math.abs(sum - 1) > 0.01) return false
  }
  return true
}
