import { type LadderReport, type RungId, rungLabels } from '../../base/ladder.ts'
import type { LiveFigures } from '../../live/figures.ts'
import type { DropCause } from '../../live/loop.ts'

/** Why frames were dropped, as the end of a sentence. */
export const causes: Readonly<Record<DropCause, string>> = {
  running: 'the model was running',
  compiling: 'shaders were compiled',
  recovering: 'the worker or the GPU was lost and restarted',
  loading: 'the model was reloaded',
  hidden: 'the tab was hidden',
  page: 'the page was busy',
}

/** Below this share of the frames, a rung is too slow. */
const enough = 0.8

/** A sentence about a rung that does not keep up, with a rung that may be faster; `null` if it keeps up. */
export function advice(
  { rate }: Pick<LiveFigures, 'rate'>,
  given: number | null,
  rung: RungId,
  ladder: LadderReport,
): string | null {
  if (rate === null || given === null || rate >= given * enough) return null
  const slow = `${rungLabels[rung]} runs ${Math.round(rate)} of ${Math.round(given)} frames/s.`
  const place = ladder.findIndex(({ id }) => id === rung)
  const faster = ladder.slice(0, Math.max(0, place)).find(({ state }) => state === 'ready')
  return faster === undefined ? slow : `${slow} ${rungLabels[faster.id]} is ready too and usually faster.`
}
