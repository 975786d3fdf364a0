import { cut } from './format.ts'

/** Every error code. Programs may rely on them; the message and the hint are for people. */
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
  'device-denied',
  'device-missing',
  'device-busy',
  'device-failed',
  'not-loaded',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An error as plain data: sent by the worker and shown on the page. */
export interface PlainError {
  readonly code: ErrorCode
  /** What was expected, what was found, and in which file; one or two sentences. */
  readonly message: string
  /** What the user can do next; may be empty. */
  readonly hint: string
  /** The technical cause, for the details section and for bug reports. */
  readonly cause: string
}

/** The only error class of the product. Other exceptions are wrapped once, at the engine's boundary. */
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

/** Wraps any thrown value. An `EngineError` and an abort keep their meaning. */
export function toEngineError(error: unknown, code: ErrorCode = 'internal', hint = ''): EngineError {
  if (error instanceof EngineError) return error
  if (isAbort(error)) return cancelled()
  return new EngineError(code, messageOf(error), hint, error)
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** Maximum depth of nested causes; causes may be cyclic. */
const maxDepth = 4

/**
 * The message of any thrown value, never `[object Object]`. Libraries throw strings, plain objects with a message, DOM
 * events, and Emscripten errors that contain only a number.
 */
export function messageOf(thrown: unknown, depth = 0): string {
  if (typeof thrown === 'string' && thrown.trim() !== '') return thrown
  if (typeof thrown === 'number') return `error ${thrown}`
  if (typeof thrown !== 'object' || thrown === null || depth > maxDepth) return 'no reason given'
  const { message, reason, error, name, type, errno, status } = thrown as Readonly<Record<string, unknown>>
  if (typeof message === 'string' && message.trim() !== '') return message
  // A PromiseRejectionEvent has a reason, an ErrorEvent has an error.
  const inner = [reason, error, message].find((value) => Boolean(value))
  if (inner !== undefined) return messageOf(inner, depth + 1)
  const kind = [name, type].find((text) => typeof text === 'string' && text !== '' && text !== 'Error')
  const number = [errno, status].find((value) => typeof value === 'number')
  const words = [kind, number].filter((part) => part !== undefined).join(' ')
  return words === '' ? 'no reason given' : `${words}, without a message`
}

/** A name from a file inside a message may have any length. */
const longestMessage = 4000

export function toPlainError(error: unknown): PlainError {
  const wrapped = toEngineError(error)
  const { cause } = wrapped
  const stack = cause instanceof Error ? cause.stack : undefined
  return {
    code: wrapped.code,
    message: cut(wrapped.message, longestMessage),
    hint: cut(wrapped.hint, longestMessage),
    cause: cause === undefined ? '' : cut(stack ?? messageOf(cause), longestMessage),
  }
}

export function fromPlainError(plain: PlainError): EngineError {
  return new EngineError(plain.code, plain.message, plain.hint, plain.cause || undefined)
}
