/**
 * Samples of one channel, −1…1. A class, because messages transfer the buffers of plain objects: these are copied, so
 * that a call can be repeated after a loss.
 */
export class Samples {
  readonly values: Float32Array<ArrayBuffer>

  constructor(values: Float32Array<ArrayBuffer>) {
    this.values = values
  }
}

/** How a sound was cut into the windows that a model takes. */
export interface SoundTiming {
  /** Samples per second that the model takes. */
  readonly rate: number
  /** Samples of each window. */
  readonly window: number
  /** Samples between the starts of two windows. */
  readonly hop: number
  /** Zeros before the first sample. */
  readonly lead: number
  readonly windows: number
  /** The first sample of the sound that was used, and the number of samples, without padding. */
  readonly start: number
  readonly samples: number
}

/** The loudness of a sound over time: the lowest and highest sample of equal parts, in turn. */
export type Envelope = Float32Array<ArrayBuffer>

/** How strong each frequency is over time. */
export interface Spectrogram {
  readonly columns: number
  readonly bins: number
  /** 0 quiet … 255 strong, row by row, the highest frequency first. */
  readonly levels: Uint8Array<ArrayBuffer>
  /** Whether the model takes exactly this; otherwise it is only drawn. */
  readonly isInput: boolean
}

/** A sound that feeds an input, as the page draws it. */
export interface SoundInput {
  readonly timing: SoundTiming
  /** Length of the whole sound, s. */
  readonly seconds: number
  readonly envelope: Envelope
  readonly spectrogram: Spectrogram
}

/** Time of a sample of a window within the sound, s. */
export function timeAt({ rate, hop, lead, start }: SoundTiming, window: number, sample: number): number {
  return (start + window * hop - lead + sample) / rate
}
