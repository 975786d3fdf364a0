import { EngineError, messageOf } from '../base/errors.ts'
import { type LadderReport, type RungId, type RungReport, rungLabels } from '../base/ladder.ts'

/** `WebGPU lacks the kernels of Unique and StringSplit, which the model needs`. */
export function lackingReason(id: RungId, ops: readonly string[]): string {
  const list =
    ops.length === 1 ? `the kernel of ${ops[0]}` : `the kernels of ${ops.slice(0, -1).join(', ')} and ${ops.at(-1)}`
  return `${rungLabels[id]} lacks ${list}, which the model needs`
}

/** A pinned rung lacks kernels; `able` are the rungs that have them. */
export function pinnedLacks({ reason }: RungReport, able: readonly RungId[]): EngineError {
  const hint =
    able.length === 0
      ? 'No backend in this browser has them.'
      : `Choose Automatic, or one that has them: ${able.map((id) => rungLabels[id]).join(', ')}.`
  return new EngineError('kernel-missing', `${reason}.`, hint)
}

/** A pinned rung cannot start; a more specific error is kept. */
export function unavailable(id: RungId, error: unknown): EngineError {
  if (error instanceof EngineError && error.code !== 'internal') return error
  const reason = messageOf(error)
  return new EngineError(
    'backend-unavailable',
    `${rungLabels[id]} cannot be used here: ${reason}.`,
    'Choose Automatic, or another backend.',
    error,
  )
}

/** Automatic found no usable rung. */
export function noRung(report: LadderReport): EngineError {
  const reasons = report.map(({ id, reason }) => `${rungLabels[id]}: ${reason}`).join('; ')
  return new EngineError(
    'backend-unavailable',
    `No backend can run this model. ${reasons}.`,
    'Reload the page; another browser may help.',
  )
}
