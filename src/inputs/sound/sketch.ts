import type { Spectrogram } from '../../base/sound.ts'
import { Fft, hann } from './fft.ts'
import { lengthOf, type Sound } from './sound.ts'

/** Columns at most, and samples of each transform. */
const mostColumns = 400
const size = 256
/** Decibels below the strongest that are drawn. */
const depth = 70
/** The magnitude of silence, whose logarithm would be infinite, and its decibels. */
const faintest = 1e-9
const silence = 20 * Math.log10(faintest)

/** A spectrogram for the eye, of the first channel of a whole sound. */
export function sketchOf(sound: Pick<Sound, 'channels'>): Spectrogram {
  const [samples = new Float32Array(0)] = sound.channels
  const columns = Math.max(1, Math.min(mostColumns, Math.floor(lengthOf(sound) / (size / 2))))
  const bins = size / 2
  const fft = new Fft(size)
  const taper = hann(size)
  const decibels = new Float32Array(columns * bins)
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * Math.max(0, samples.length - size)) / Math.max(1, columns - 1))
    const found = fft.magnitudes(taper.map((weight, i) => weight * (samples[start + i] ?? 0)))
    for (let bin = 0; bin < bins; bin++)
      decibels[column * bins + bin] = 20 * Math.log10((found[bin] as number) + faintest)
  }
  let loudest = Number.NEGATIVE_INFINITY
  for (const value of decibels) if (value > loudest) loudest = value
  return { ...drawn(decibels, bins, Math.max(silence, loudest - depth), loudest), isInput: false }
}

/** The spectrograms that the model takes, one after another: `[frames, bins]`, from their lowest to their highest value. */
export function sketchOfRows(data: Float32Array, bins: number): Spectrogram {
  const frames = data.length / bins
  const step = Math.ceil(frames / mostColumns)
  const kept = Math.ceil(frames / step)
  const rows = new Float32Array(kept * bins)
  for (let row = 0; row < kept; row++) rows.set(data.subarray(row * step * bins, (row * step + 1) * bins), row * bins)
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of rows) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return { ...drawn(rows, bins, low, high), isInput: true }
}

/** Turns `[columns, bins]` upright, with the highest frequency on top. */
function drawn(values: Float32Array, bins: number, low: number, high: number): Omit<Spectrogram, 'isInput'> {
  const columns = values.length / bins
  const factor = high > low ? 255 / (high - low) : 0
  const levels = new Uint8Array(values.length)
  for (let column = 0; column < columns; column++) {
    for (let bin = 0; bin < bins; bin++) {
      const level = ((values[column * bins + bin] as number) - low) * factor
      levels[(bins - 1 - bin) * columns + column] = Math.max(0, Math.min(255, level))
    }
  }
  return { columns, bins, levels }
}
