import { describe, expect, it } from 'vitest'
import { Connection } from './connection.ts'
import { inProcessLink } from './in-process.ts'
import type { OpenRequest, ToHost } from './protocol.ts'
import type { Host } from './serve.ts'

const request = (count: number): OpenRequest => ({
  drop: 'd',
  files: Array.from({ length: count }, (_, i) => ({ path: `${i}.png`, file: new Blob() })),
})

/** A connection to a host that records the paths of each drop and the messages. */
function recording(onPost: (message: ToHost) => void = () => undefined) {
  const drops: (readonly string[])[] = []
  const messages: ToHost[] = []
  const host = {
    open: async ({ files }: OpenRequest) => {
      drops.push(files.map(({ path }) => path))
      return null
    },
  } as unknown as Host
  const link = inProcessLink(host)
  const post = (message: ToHost, transfer: Transferable[]) => {
    messages.push(message)
    onPost(message)
    link.post(message, transfer)
  }
  return { connection: new Connection({ ...link, post }), drops, messages }
}

describe('the files of a drop', () => {
  it('arrive completely and in order, whatever their number', async () => {
    const { connection, drops, messages } = recording()
    for (const count of [1, 500, 501, 1700]) await connection.call('open', request(count))
    expect(drops).toEqual([1, 500, 501, 1700].map((count) => request(count).files.map(({ path }) => path)))
    expect(messages.map(({ kind }) => kind)).toEqual([
      'call',
      'call',
      'files',
      'call',
      'files',
      'files',
      'files',
      'call',
    ])
    connection.close()
  })

  it('stop after a cancel, which ends only that call', async () => {
    const controller = new AbortController()
    const { connection, drops, messages } = recording(({ kind }) => {
      if (kind === 'files') controller.abort()
    })
    await expect(connection.call('open', request(1700), { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(messages.map(({ kind }) => kind)).toEqual(['files', 'cancel'])
    await connection.call('open', request(2))
    expect(drops).toEqual([['0.png', '1.png']])
    expect(connection.gone).toBe(false)
    connection.close()
  })
})
