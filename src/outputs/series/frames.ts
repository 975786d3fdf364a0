import { type SoundTiming, timeAt } from '../../base/sound.ts'
import type { ReadContext } from '../contract.ts'

/** The frames of a series, taken from the rows of an output `[windows · frames per window, channels]`. */
export interface Frames {
  /** The start of each frame, s. */
  readonly times: Float64Array<ArrayBuffer>
  /** The row of each frame. */
  readonly rows: Int32Array<ArrayBuffer>
  /** s. */
  readonly step: number
  readonly end: number
}

/** The windows of the sound that feeds the model; `null` if it was fed numbers. */
export function timingIn({ inputs }: ReadContext): SoundTiming | null {
  return inputs.find(({ sound }) => sound !== undefined && sound !== null)?.sound?.timing ?? null
}

export interface FrameRequest {
  readonly timing: SoundTiming
  /** Frames of one window. */
  readonly perWindow: number
  /** Samples per frame; omitted: an equal share of the window. */
  readonly samples?: number
}

/**
 * Places the frames in time. A window that is one frame describes its middle. Of windows that overlap, each gives its
 * middle, and drops half of the overlap on either side.
 */
export function framesOf({ timing, perWindow, samples }: FrameRequest): Frames {
  const { window, hop, lead, windows, rate } = timing
  const isOne = perWindow === 1
  const length = samples ?? window / perWindow
  const overlap = isOne ? 0 : Math.max(0, window - hop)
  const dropped = Math.round(overlap / 2 / length)
  const end = (timing.start + timing.samples) / rate
  const times: number[] = []
  const rows: number[] = []
  for (let w = 0; w < windows; w++) {
    // Nothing precedes the first window, unless it begins with zeros, and nothing follows the last.
    const first = w === 0 && lead === 0 ? 0 : dropped
    const last = perWindow - (w === windows - 1 && lead === 0 ? 0 : dropped)
    for (let frame = first; frame < last; frame++) {
      const sample = isOne ? (windows === 1 ? 0 : (window - hop) / 2) : frame * length
      const time = timeAt(timing, w, sample)
      if (time >= end && times.length > 0) continue
      times.push(Math.max(time, timing.start / rate))
      rows.push(w * perWindow + frame)
    }
  }
  // The first frame also stands for what precedes its middle.
  if (isOne && times.length > 0) times[0] = timing.start / rate
  return {
    times: Float64Array.from(times),
    rows: Int32Array.from(rows),
    step: (isOne ? hop : length) / rate,
    end,
  }
}
