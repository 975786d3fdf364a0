import type { Channel } from '../../base/readings/series.ts'
import type { Heard } from './layout.ts'

/** A curve of pitches in Hz with the confidence of each frame; below the threshold there is no pitch. */
export function pitchOf(
  hertz: Float32Array<ArrayBuffer>,
  confidence: Float32Array<ArrayBuffer>,
  threshold: number,
  note: string,
): Heard {
  const values = hertz.map((value, frame) => ((confidence[frame] as number) >= threshold ? value : Number.NaN))
  let best = 0
  for (const value of values) if (value > best) best = value
  const channels: readonly Channel[] = [{ label: 'pitch', index: 0, best }]
  return { shows: 'pitch', unit: 'Hz', threshold, labelsSource: null, channels, total: 1, values, confidence, note }
}
