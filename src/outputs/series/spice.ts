import { sizeOf } from '../../base/tensor.ts'
import { numberOf } from '../../base/values.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'
import { framesOf, timingIn } from './frames.ts'
import { type SeriesLayout, slider } from './layout.ts'
import { pitchOf } from './pitch.ts'

/** SPICE: a pitch and an uncertainty of 0…1 for each frame of 512 samples at 16 kHz. */
export const spice: SeriesLayout = {
  id: 'spice',
  find: (outputs, context) => {
    const tensors = tensorsOf(outputs, context)
    const uncertainty = tensors.find(({ path }) => /uncertainty/i.test(path))
    const pitch = tensors.find(({ path }) => /pitch/i.test(path) && !/uncertainty/i.test(path))
    const isPair = uncertainty !== undefined && pitch !== undefined
    if (!isPair || sizeOf(pitch.shape) !== sizeOf(uncertainty.shape) || sizeOf(pitch.shape) < 2) return []
    const count = sizeOf(pitch.shape)
    const timing = timingIn(context) ?? assumed(count)
    const frames = framesOf({ timing, perWindow: Math.max(1, Math.round(count / timing.windows)) })
    return [
      {
        fit: 0.98,
        reason: 'a pitch and its uncertainty for each moment',
        uses: [pitch.name, uncertainty.name],
        options: [{ ...slider, id: 'threshold', label: 'Lowest confidence', value: 0.9 }],
        frames,
        decode: (options) => {
          const at = ({ data }: Tensor, row: number): number => data[row] ?? Number.NaN
          const hertz = Float32Array.from(frames.rows, (row) => hertzOf(at(pitch, row)))
          const confidence = Float32Array.from(frames.rows, (row) => 1 - at(uncertainty, row))
          return pitchOf(hertz, confidence, numberOf(options, 'threshold'), '')
        },
      },
    ]
  },
}

function assumed(frames: number) {
  const samples = frames * 512
  return { rate: 16_000, window: samples, hop: samples, lead: 0, windows: 1, start: 0, samples }
}

/** SPICE's linear scale in bins of a constant-Q transform, 12 to the octave above 10 Hz. */
function hertzOf(pitch: number): number {
  return 10 * 2 ** ((63.07 * pitch + 25.58) / 12)
}
