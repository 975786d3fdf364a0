import { formatNumber } from '../../base/format.ts'
import type { InputSource } from '../../base/plan.ts'
import type { OpenedInput } from '../input-format.ts'
import type { Job } from '../job.ts'

/** The newest samples of a live source. */
export function openedSamples(
  { samples: { values }, rate, name }: Extract<InputSource, { kind: 'samples' }>,
  job: Job,
): OpenedInput {
  const seconds = values.length / rate
  job.facts.seconds = seconds
  return {
    source: `${name}, ${rate / 1000} kHz, mono`,
    auto: () => ({ values: {}, reason: 'the newest samples when the run began' }),
    fields: () => [],
    inputValue: () => ({ type: 'sound', rate, channels: [values], note: '', statedSeconds: null, isLive: true }),
    summary: () => `the last ${formatNumber(seconds, 3)} s`,
  }
}
