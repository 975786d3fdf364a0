import { expect, it } from 'vitest'
import { readValue } from './attributes.ts'
import { readMessage } from './message.ts'

/** A length-delimited field. */
function field(number: number, content: Uint8Array): Uint8Array {
  const head = [(number << 3) | 2]
  let length = content.length
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128)
  const out = new Uint8Array(head.length + 1 + content.length)
  out.set([...head, length])
  out.set(content, head.length + 1)
  return out
}

/** An attribute that names a function with an attribute that names a function, and so on. */
function nested(levels: number): Uint8Array {
  let value = new Uint8Array(0)
  for (let i = 0; i < levels; i++) value = new Uint8Array(field(10, field(2, field(2, value))))
  return field(1, value)
}

const read = (levels: number) =>
  readMessage(nested(levels), 'saved_model.pb', (_number, into: unknown[], reader) => into.push(readValue(reader)), [])

it('reads attributes of functions in attributes', () => {
  expect(JSON.stringify(read(3)[0])).toBe('{"func":{"name":"","attributes":{}}}')
})

it.each([51, 5000])('refuses functions nested %i levels deep in attributes', (levels) => {
  expect(() => read(levels)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
})
