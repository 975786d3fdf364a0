import type { SoundTiming } from '../../base/sound.ts'
import { numberOf } from '../../base/values.ts'
import type { ReadContext } from '../contract.ts'
import { isActivated, type Tensor, tensorsOf } from '../tensors.ts'
import { framesOf, timingIn } from './frames.ts'
import { type SeriesLayout, type SeriesModel, slider } from './layout.ts'
import { pitchOf } from './pitch.ts'

/** Bins of 20 cents, and the cents of the first above 10 Hz. */
const bins = 360
const centsPerBin = 20
const firstCents = 1997.3794084376191
/** Bins on either side of the greatest that count. */
const around = 4
const windowSamples = 1024

/** CREPE: a score for each of 360 pitches, `[windows, 360]`, from windows of 1024 samples. */
export const crepe: SeriesLayout = {
  id: 'crepe',
  find: (outputs, context) => {
    if (!context.inputs.some(({ shape }) => shape.includes(windowSamples))) return []
    return tensorsOf(outputs, context)
      .filter((output) => output.shape.length === 2 && output.shape[1] === bins && isActivated(output))
      .map((output) => modelOf(output, context))
  },
}

function modelOf(output: Tensor, context: ReadContext): SeriesModel {
  const windows = output.shape[0] ?? 0
  const known = timingIn(context)
  const frames = framesOf({ timing: known ?? assumed(windows), perWindow: 1 })
  return {
    fit: 0.97,
    reason: `${bins} pitches of 20 cents for each window of ${windowSamples} samples`,
    uses: [output.name],
    options: [{ ...slider, id: 'threshold', label: 'Lowest confidence', value: 0.5 }],
    frames,
    decode: (options) => {
      const hertz = new Float32Array(frames.rows.length)
      const confidence = new Float32Array(frames.rows.length)
      for (const [frame, row] of frames.rows.entries()) {
        const scores = output.data.subarray(row * bins, (row + 1) * bins)
        const best = indexOfGreatest(scores)
        confidence[frame] = scores[best] as number
        hertz[frame] = 10 * 2 ** (centsAround(scores, best) / 1200)
      }
      const note = known === null ? 'The times assume a window each 10 ms at 16 kHz.' : ''
      return pitchOf(hertz, confidence, numberOf(options, 'threshold'), note)
    },
  }
}

function assumed(windows: number): SoundTiming {
  const hop = 160
  return {
    rate: 16_000,
    window: windowSamples,
    hop,
    lead: windowSamples / 2,
    windows,
    start: 0,
    samples: windows * hop,
  }
}

function indexOfGreatest(values: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i
  return best
}

/** The mean of the cents around the best bin, weighted by their scores. */
function centsAround(scores: ArrayLike<number>, best: number): number {
  let [sum, weights] = [0, 0]
  for (let bin = Math.max(0, best - around); bin <= Math.min(bins - 1, best + around); bin++) {
    const weight = scores[bin] as number
    sum += weight * (firstCents + centsPerBin * bin)
    weights += weight
  }
  return weights > 0 ? sum / weights : firstCents + centsPerBin * best
}
