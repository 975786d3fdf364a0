import { describe, expect, it } from 'vitest'
import { transferablesOf } from './transfer.ts'

const array = () => new Float32Array([1, 2])

describe('the objects that a message transfers', () => {
  it('are the buffers in nested objects and arrays, each once', () => {
    const [a, b, c] = [array(), array(), array()]
    const message = {
      rows: [[{ data: a }], [b, new Uint8Array(b.buffer)]],
      picture: { data: c },
      note: 'text',
      none: null,
    }
    expect(transferablesOf(message)).toEqual([a.buffer, b.buffer, c.buffer])
  })

  it('are found behind empty elements', () => {
    const a = array()
    expect(transferablesOf([null, { data: a }])).toEqual([a.buffer])
    expect(transferablesOf([undefined, { data: a }])).toEqual([])
  })

  it('are not looked for in lists of values', () => {
    expect(transferablesOf([1, array()])).toEqual([])
  })

  it('are bare buffers and ports too', () => {
    const { buffer } = array()
    const { port1 } = new MessageChannel()
    expect(transferablesOf({ buffer, port: port1 })).toEqual([buffer, port1])
    port1.close()
  })

  it('are not shared memory, files, or contents of class instances', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4))
    const without = Object.assign(Object.create(null), { data: array() })
    expect(transferablesOf([shared, new Blob(['x']), new Map([['data', array()]]), without])).toEqual([])
    expect(transferablesOf(null)).toEqual([])
    expect(transferablesOf('text')).toEqual([])
  })
})
