import type { SpectrumKind } from '../../base/clue.ts'
import { clueTo, type Job } from '../job.ts'
import { blackman, hann } from './fft.ts'
import { melFilters } from './mel.ts'

/** How a family of models turns samples into a spectrogram. */
export interface Spectrum {
  readonly label: string
  /** Samples per second. */
  readonly rate: number
  /** Samples per frame, from frame to frame, and of the transform. */
  readonly frame: number
  readonly hop: number
  readonly size: number
  readonly bins: number
  readonly taper: (length: number) => Float64Array
  /** The numbers of a frame from the magnitudes of its frequencies. */
  readonly bands: (magnitudes: Float64Array) => ArrayLike<number>
}

/** Digital silence has no logarithm. */
const quietest = -100

const mel64 = melFilters({ bins: 64, size: 512, rate: 16_000, low: 125, high: 7500 })
const logMel = (offset: number) => (magnitudes: Float64Array) =>
  mel64(magnitudes).map((energy) => Math.log(energy + offset))
const speech = { rate: 16_000, frame: 400, hop: 160, size: 512, bins: 64, taper: hann }

const spectra: Readonly<Record<SpectrumKind, Spectrum>> = {
  'speech-commands': {
    label: 'decibels of the Web Audio API',
    rate: 44_100,
    frame: 2048,
    hop: 1024,
    size: 2048,
    bins: 232,
    taper: blackman,
    bands: (magnitudes) => magnitudes.map((one) => Math.max(quietest, 20 * Math.log10(one / 2048))),
  },
  yamnet: { ...speech, label: 'log mel', bands: logMel(0.001) },
  vggish: { ...speech, label: 'log mel', bands: logMel(0.01) },
  magnitude: {
    label: 'magnitudes',
    rate: 16_000,
    frame: 255,
    hop: 128,
    size: 256,
    bins: 129,
    taper: hann,
    bands: (magnitudes) => magnitudes,
  },
}

/** The spectrogram that an input takes; `null` if it takes samples, or if its kind is unknown. */
export function spectrumFor(job: Job): Spectrum | null {
  const kind = clueTo(job, 'sound')?.answer.spectrum
  const found = kind === undefined ? null : spectra[kind]
  return job.sound?.kind === 'spectrum' && job.sound.bins === found?.bins ? found : null
}

/** Samples that so many frames cover. */
export function samplesFor({ frame, hop }: Spectrum, frames: number): number {
  return (frames - 1) * hop + frame
}
