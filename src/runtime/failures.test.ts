import { expect, it } from 'vitest'
import { EngineError } from '../base/errors.ts'
import { loadFailure, runFailure } from './failures.ts'

it.each([
  'out of memory: the Wasm heap has no room for 4194304 bytes',
  'createBuffer failed, size (4294967296) is too large for the implementation when mappedAtCreation == true',
  'Requested texture size [20000x20000] greater than WebGL maximum on this browser / GPU [8192x8192].',
  'Array buffer allocation failed',
])('knows "%s" for a lack of memory', (message) => {
  expect(runFailure(new Error(message), 'webgpu')).toMatchObject({ code: 'out-of-memory' })
  expect(loadFailure(new Error(message), 'weight "w"')).toMatchObject({ code: 'out-of-memory' })
})

it('keeps what is told already, and wraps the rest with its cause', () => {
  const own = new EngineError('input-shape', 'wrong')
  expect(runFailure(own, 'cpu')).toBe(own)
  const cause = new Error('Error in matMul: inner shapes (3) and (4)')
  const wrapped = runFailure(cause, 'cpu')
  expect(wrapped).toMatchObject({
    code: 'run-failed',
    message: 'The model stopped while running on CPU: Error in matMul: inner shapes (3) and (4).',
    hint: 'Check that the input has the shape that the model expects.',
  })
  expect(wrapped.cause).toBe(cause)
})

it('states the figures of a lookup out of range', () => {
  const cause = new Error('GatherV2: the index value 50 is not in [0, 9]')
  expect(runFailure(cause, 'wasm')).toMatchObject({
    code: 'run-failed',
    message: 'The model looked up entry 50 of a table with 10 entries.',
    hint: expect.stringMatching(/^Give the model numbers from 0 to 9;/),
  })
})

it.each([
  ['Kernel not supported for this dtype', 'Choose another backend.'],
  ['something else', ''],
])('gives a hint only where it helps: %s', (cause, hint) => {
  expect(runFailure(new Error(cause), 'cpu')).toMatchObject({ hint })
})
