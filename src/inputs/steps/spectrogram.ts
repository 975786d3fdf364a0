import { EngineError } from '../../base/errors.ts'
import { formatShape } from '../../base/tensor.ts'
import type { WindowsValue } from '../input-value.ts'
import { clueTo } from '../job.ts'
import { Fft } from '../sound/fft.ts'
import { sketchOfRows } from '../sound/sketch.ts'
import { type Spectrum, spectrumFor } from '../sound/spectra.ts'
import type { Step } from '../step.ts'

/** Turns windows of samples into spectrograms, for inputs that take these. */
export const spectrogramStep: Step<WindowsValue> = {
  id: 'spectrogram',
  label: 'Spectrogram',
  applies: (inputValue, { sound }): inputValue is WindowsValue =>
    inputValue.type === 'windows' && sound?.kind === 'spectrum',
  auto: (_windows, job) => {
    const clue = clueTo(job, 'sound')
    const values = { kind: clue?.answer.spectrum ?? '' }
    return { values, reason: clue?.reason ?? '', certainty: clue?.certainty ?? 'guessed' }
  },
  fields: () => [],
  apply: (windows, _values, job) => {
    const spectrum = spectrumFor(job)
    if (spectrum === null)
      throw new EngineError(
        'input-unsupported',
        `The input "${job.spec.name}" expects ${formatShape(job.spec.shape)}, which is a spectrogram of an unknown kind; ${job.name} is a sound.`,
        'Save the spectrogram that the model was trained on as .npy and use that.',
      )
    const found = spectrograms(windows, spectrum)
    job.facts.spectrogram = sketchOfRows(found.data, spectrum.bins)
    return found
  },
  summary: (_values, _windows, job) => {
    const spectrum = spectrumFor(job)
    if (spectrum === null) return ''
    const { label, bins, hop, rate } = spectrum
    return `${bins} ${label}, a frame each ${((hop / rate) * 1000).toFixed(1)} ms`
  },
}

function spectrograms({ windows, length, data }: WindowsValue, spectrum: Spectrum): WindowsValue {
  const { frame, hop, size, bins, bands } = spectrum
  const frames = Math.max(1, Math.floor((length - frame) / hop) + 1)
  const fft = new Fft(size)
  const taper = spectrum.taper(frame)
  const out = new Float32Array(windows * frames * bins)
  const part = new Float64Array(frame)
  for (let row = 0; row < windows * frames; row++) {
    const start = Math.floor(row / frames) * length + (row % frames) * hop
    for (let i = 0; i < frame; i++) part[i] = (data[start + i] ?? 0) * (taper[i] as number)
    const found = bands(fft.magnitudes(part))
    for (let bin = 0; bin < bins; bin++) out[row * bins + bin] = found[bin] as number
  }
  return { type: 'windows', windows, length: frames, data: out }
}
