import { EngineError, isAbort, messageOf, toEngineError } from '../base/errors.ts'
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
  const message = `The model stopped while running on ${rung}: ${messageOf(error)}`
  return new EngineError(
    'run-failed',
    message,
    'Check that the input has the shape the model expects, or try another backend.',
    error,
  )
}
