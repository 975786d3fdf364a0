import type { StepWriter } from '../contract.ts'

/** The steps of a sound in one language, and the functions that they share. */
export interface SoundCode {
  readonly steps: Readonly<Record<'mono' | 'rate' | 'window' | 'spectrogram' | 'level', StepWriter>>
  readonly functions: Readonly<Record<string, string>>
}
