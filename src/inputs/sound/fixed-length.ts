import type { Job } from '../job.ts'
import { samplesFor, spectrumFor } from './spectra.ts'

/** Samples of a window; `null` if the input takes any number. */
export function fixedLength(job: Job): number | null {
  const { sound } = job
  if (sound === null) return null
  if (sound.kind === 'waveform') return sound.length
  const spectrum = spectrumFor(job)
  return spectrum === null || sound.frames === null ? null : samplesFor(spectrum, sound.frames)
}
