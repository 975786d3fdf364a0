/** Everything that can go wrong, as one word a program can rely on. The message and the hint are for people. */
export const errorCodes = [
  'cancelled',
  'worker-lost',
  'gpu-lost',
  'out-of-memory',
  'file-unreadable',
  'file-empty',
  'not-a-model',
  'known-but-unsupported',
  'archive-invalid',
  'archive-too-large',
  'json-invalid',
  'json-too-large',
  'model-invalid',
  'file-truncated',
  'checksum-mismatch',
  'signature-missing',
  'asset-missing',
  'model-cyclic',
  'weights-missing',
  'weights-wrong-size',
  'weights-without-model',
  'weight-missing',
  'weight-shape',
  'unknown-layer',
  'custom-layer',
  'lambda-layer',
  'unknown-op',
  'kernel-missing',
  'backend-unavailable',
  'backend-wrong',
  'input-missing',
  'input-unreadable',
  'input-unsupported',
  'input-shape',
  'input-dtype',
  'run-failed',
  'outputs-not-held',
  'not-loaded',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An error as plain data: what crosses the worker boundary and what the page shows. */
export interface PlainError {
  readonly code: ErrorCode
  /** What was expected, what was found, in which file. One or two sentences. */
  readonly message: string
  /** What the person can do next. Empty when there is nothing to do. */
  readonly hint: string
  /** The technical cause, for the details fold and for bug reports. */
  readonly cause: string
}

/** The one error class of the product. Anything else that is thrown is wrapped once, at the engine's boundary. */
export class EngineError extends Error {
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint = '', cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EngineError'
    this.code = code
    this.hint = hint
  }
}

export function cancelled(): EngineError {
  return new EngineError('cancelled', 'Cancelled.')
}

/** Wraps whatever was thrown; an `EngineError` and an abort keep their meaning. */
export function toEngineError(error: unknown, code: ErrorCode = 'internal', hint = ''): EngineError {
  if (error instanceof EngineError) return error
  if (isAbort(error)) return cancelled()
  return new EngineError(code, messageOf(error), hint, error)
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** Errors inside errors that are looked into; a limit, since they may hold one another. */
const maxDepth = 4

/**
 * Whatever was thrown, in words, never `[object Object]`. Libraries throw strings, plain objects with a message, DOM
 * events, and Emscripten errors that hold only a number.
 */
export function messageOf(thrown: unknown, depth = 0): string {
  if (typeof thrown === 'string' && thrown.trim() !== '') return thrown
  if (typeof thrown === 'number') return `error ${thrown}`
  if (typeof thrown !== 'object' || thrown === null || depth > maxDepth) return 'no reason was given'
  const { message, reason, error, name, type, errno, status } = thrown as Readonly<Record<string, unknown>>
  if (typeof message === 'string' && message.trim() !== '') return message
  // The event of a rejected promise has a reason, an ErrorEvent an error.
  const inner = [reason, error, message].find((value) => Boolean(value))
  if (inner !== undefined) return messageOf(inner, depth + 1)
  const kind = [name, type].find((text) => typeof text === 'string' && text !== '' && text !== 'Error')
  const number = [errno, status].find((value) => typeof value === 'number')
  const words = [kind, number].filter((part) => part !== undefined).join(' ')
  return words === '' ? 'no reason was given' : `${words}, without a message`
}

export function toPlainError(error: unknown): PlainError {
  const wrapped = toEngineError(error)
  const { cause } = wrapped
  const stack = cause instanceof Error ? cause.stack : undefined
  return {
    code: wrapped.code,
    message: wrapped.message,
    hint: wrapped.hint,
    cause: cause === undefined ? '' : (stack ?? messageOf(cause)),
  }
}

export function fromPlainError(plain: PlainError): EngineError {
  return new EngineError(plain.code, plain.message, plain.hint, plain.cause || undefined)
}
