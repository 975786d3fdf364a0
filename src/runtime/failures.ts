import { EngineError, isAbort, messageOf, toEngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { type RungId, rungLabels } from '../base/ladder.ts'

/** Out-of-memory messages of the four backends and the browsers. */
const memoryMessages =
  /out of memory|memory access out of bounds|cannot enlarge memory|allocation failed|allocation size overflow|invalid (typed )?array (buffer )?length|createBuffer failed|mappedAtCreation|requested texture size|unable to create texture|failed to allocate/i

function outOfMemory(during: string, hint: string, error: unknown): EngineError {
  return new EngineError('out-of-memory', `Memory ran out ${during}.`, hint, error)
}

/** Converts an error raised while loading a model. Leaves an `EngineError` or a cancellation as it is. */
export function loadFailure(error: unknown, what: string): EngineError {
  if (error instanceof EngineError || isAbort(error)) return toEngineError(error)
  if (memoryMessages.test(messageOf(error))) {
    return outOfMemory(
      `at ${what}`,
      'Close other tabs, choose another backend, or convert the model to a smaller one.',
      error,
    )
  }
  return new EngineError(
    'model-invalid',
    `The model could not be loaded at ${what}: ${messageOf(error)}`,
    'Convert the model again.',
    error,
  )
}

/** Converts an error raised during a run. Leaves an `EngineError` or a cancellation as it is. */
export function runFailure(error: unknown, id: RungId): EngineError {
  if (error instanceof EngineError || isAbort(error)) return toEngineError(error)
  const rung = rungLabels[id]
  if (memoryMessages.test(messageOf(error))) {
    const hint = 'Use a smaller input or batch, close other tabs, or choose another backend.'
    return outOfMemory(`while the model ran on ${rung}`, hint, error)
  }
  const cause = messageOf(error)
  const lookup = /index value (-?\d+) is not in \[0, (-?\d+)\]/.exec(cause)
  if (lookup !== null) return outOfRange(Number(lookup[1]), Number(lookup[2]), error)
  const message = `The model stopped while running on ${rung}: ${cause.trim().replace(/\.$/, '')}.`
  return new EngineError('run-failed', message, hintFor(cause), error)
}

function outOfRange(index: number, last: number, error: unknown): EngineError {
  return new EngineError(
    'run-failed',
    `The model looked up entry ${formatCount(index)} of a table with ${formatCount(last + 1, 'entry', 'entries')}.`,
    `Give the model numbers from 0 to ${formatCount(last)}; the input probably holds tokens of another vocabulary.`,
    error,
  )
}

/** A hint only where following it would help. */
function hintFor(cause: string): string {
  if (/not (yet )?(supported|implemented|registered)|unsupported/i.test(cause)) return 'Choose another backend.'
  return /\b(shapes?|rank|dimensions?)\b/i.test(cause)
    ? 'Check that the input has the shape that the model expects.'
    : ''
}
