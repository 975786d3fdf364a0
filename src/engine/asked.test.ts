import { describe, expect, it } from 'vitest'
import { EngineError } from '../base/errors.ts'
import { Connection } from './connection.ts'
import { inProcessLink } from './in-process.ts'
import type { Host } from './serve.ts'
import type { Services } from './services.ts'

const rate = 8000
/** A host that answers `probe` with what the page decoded. */
const asking = {
  probe: async (_request, { ask }) => (await ask('decodeSound', { bytes: Uint8Array.of(1, 2, 3), rate })) as never,
} as Partial<Host> as Host
const drawSvg = async () => ({ data: new Uint8ClampedArray() })
const connected = (decodeSound: Services['decodeSound']) =>
  new Connection(inProcessLink(asking), { decodeSound, drawSvg })

/** A page that answers only when told to. */
function waiting() {
  let connection: Connection | null = null
  const asked = new Promise<() => void>((told) => {
    connection = connected(() => new Promise((resolve) => told(() => resolve({ channels: [] }))))
  })
  return { connection: connection as unknown as Connection, asked }
}

describe('a question to the page', () => {
  it('is answered by its service, with buffers moved both ways', async () => {
    const channel = Float32Array.of(0.5)
    const found = await connected(async ({ bytes, rate: asked }) => {
      expect([Array.from(bytes), asked]).toEqual([[1, 2, 3], rate])
      return { channels: [channel] }
    }).call('probe', {})
    expect(found).toEqual({ channels: [Float32Array.of(0.5)] })
    expect(channel.length).toBe(0)
  })

  it('passes on the error of the service', async () => {
    const failing = connected(async () => {
      throw new EngineError('input-unreadable', 'It is no sound.', 'Choose another.')
    })
    await expect(failing.call('probe', {})).rejects.toMatchObject({
      code: 'input-unreadable',
      message: 'It is no sound.',
    })
  })

  it('ends with the cancel of its call, and a late answer is dropped', async () => {
    const controller = new AbortController()
    const { connection, asked } = waiting()
    const call = connection.call('probe', {}, { signal: controller.signal })
    const answer = await asked
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    answer()
    expect(connection.gone).toBe(false)
  })

  it('is not answered to a connection that was lost meanwhile', async () => {
    const { connection, asked } = waiting()
    const call = connection.call('probe', {})
    const answer = await asked
    connection.close('the test ends it')
    answer()
    await expect(call).rejects.toMatchObject({ code: 'worker-lost' })
  })
})
