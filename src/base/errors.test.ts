import { describe, expect, it } from 'vitest'
import { EngineError, messageOf, toEngineError, toPlainError } from './errors.ts'

const circular: Record<string, unknown> = {}
circular.error = circular

const cases: readonly { thrown: unknown; words: string; title: string }[] = [
  {
    title: 'an Error',
    thrown: new RangeError('Array buffer allocation failed'),
    words: 'Array buffer allocation failed',
  },
  {
    title: 'a DOMException',
    thrown: new DOMException('The quota is used up.', 'QuotaExceededError'),
    words: 'The quota is used up.',
  },
  {
    title: 'a DOMException, without a message',
    thrown: new DOMException('', 'DataError'),
    words: 'DataError, without a message',
  },
  { title: 'an Error, without a message', thrown: new Error(), words: 'no reason given' },
  {
    title: 'an ErrorEvent',
    thrown: { type: 'error', message: 'Uncaught SyntaxError', error: null },
    words: 'Uncaught SyntaxError',
  },
  {
    title: 'an ErrorEvent that only holds its error',
    thrown: { type: 'error', message: '', error: new Error('gone') },
    words: 'gone',
  },
  {
    title: 'the event of a rejection',
    thrown: { type: 'unhandledrejection', reason: { message: 'late' } },
    words: 'late',
  },
  { title: 'an event', thrown: new Event('error'), words: 'error, without a message' },
  { title: 'an object with a message', thrown: { message: 'no .wasm file' }, words: 'no .wasm file' },
  { title: 'an object whose message is an object', thrown: { message: { message: 'inside' } }, words: 'inside' },
  {
    title: "Emscripten's ErrnoError",
    thrown: { name: 'ErrnoError', errno: 44 },
    words: 'ErrnoError 44, without a message',
  },
  {
    title: "Emscripten's ExitStatus",
    thrown: { name: 'ExitStatus', status: 1 },
    words: 'ExitStatus 1, without a message',
  },
  { title: 'a C++ exception, which is an address', thrown: 5_246_104, words: 'error 5246104' },
  { title: 'a string', thrown: 'Aborted()', words: 'Aborted()' },
  { title: 'an empty string', thrown: ' ', words: 'no reason given' },
  { title: 'a plain object', thrown: { a: 1 }, words: 'no reason given' },
  { title: 'an object without a prototype', thrown: Object.create(null), words: 'no reason given' },
  { title: 'a cyclic object', thrown: circular, words: 'no reason given' },
  { title: 'null', thrown: null, words: 'no reason given' },
  { title: 'undefined', thrown: undefined, words: 'no reason given' },
]

describe('messageOf', () => {
  it.each(cases)('$title', ({ thrown, words }) => {
    expect(messageOf(thrown)).toBe(words)
  })
})

describe('wrapping', () => {
  it('copies the message of the thrown value into the message and the cause', () => {
    const plain = toPlainError({ message: 'no .wasm file' })
    expect(plain).toEqual({ code: 'internal', message: 'no .wasm file', hint: '', cause: 'no .wasm file' })
  })

  it('keeps an EngineError and an abort unchanged', () => {
    const error = new EngineError('file-empty', 'a.h5 is empty.')
    expect(toEngineError(error, 'run-failed')).toBe(error)
    expect(toEngineError(new DOMException('', 'AbortError')).code).toBe('cancelled')
  })
})
