import { nextTask, throwIfAborted } from '../base/abort.ts'
import { Connection } from './connection.ts'
import { check, fails } from './contract-case.ts'
import type { Link } from './link.ts'
import type { RunAllEvent } from './protocol.ts'
import type { Host } from './serve.ts'

/** The contract of every link for events and buffers; its other side must run `streamHost`. */
export interface StreamCase {
  readonly name: string
  run(link: Link): Promise<void>
}

const count = 1000

/** Streams numbered buffers; answers with the bytes received and the bytes it still has of those it sent. */
export const streamHost = {
  runAll: async ({ rows }, { emit, signal }) => {
    const sent: Uint8Array[] = []
    for (const { id } of rows) {
      if (id % 100 === 0) await nextTask()
      throwIfAborted(signal)
      const bytes = new Uint8Array([id % 256])
      emit({ id, bytes } as unknown as RunAllEvent)
      sent.push(bytes)
    }
    return sent.reduce((sum, { length }) => sum + length, 0) as unknown as null
  },
  prepare: async (request) => {
    const { bytes, port } = request as unknown as { bytes: Uint8Array; port: MessagePort }
    port.postMessage('here')
    return { bytes } as never
  },
} as Partial<Host> as Host

const rows = Array.from({ length: count }, (_, id) => ({ id, bindings: [], whole: false }))
const request = { session: 's', rows, choices: {} }

export const streams: readonly StreamCase[] = [
  {
    name: 'all events arrive in order, before the value',
    run: async (link) => {
      const seen: number[] = []
      await new Connection(link).call('runAll', request, { onEvent: ({ id }) => seen.push(id) })
      check(seen.length === count, `${seen.length} of ${count} events arrived before the value`)
      check(
        seen.every((id, i) => id === i),
        'the events are not in order',
      )
    },
  },
  {
    name: 'no event arrives after a cancel',
    run: async (link) => {
      const controller = new AbortController()
      const seen: number[] = []
      const onEvent = ({ id }: RunAllEvent) => {
        seen.push(id)
        if (id === 10) controller.abort()
      }
      await fails(new Connection(link).call('runAll', request, { signal: controller.signal, onEvent }), 'cancelled')
      check(seen.length === 11, `${seen.length} events arrived where the eleventh cancelled the call`)
    },
  },
  {
    name: 'no event arrives after a loss',
    run: async (link) => {
      const connection = new Connection(link)
      const seen: number[] = []
      const onEvent = ({ id }: RunAllEvent) => {
        seen.push(id)
        if (id === 10) connection.close()
      }
      await fails(connection.call('runAll', request, { onEvent }), 'worker-lost')
      check(seen.length === 11, `${seen.length} events arrived where the connection closed after the eleventh`)
    },
  },
  {
    name: 'buffers of events are transferred to the page',
    run: async (link) => {
      let bytes = 0
      const onEvent = (event: RunAllEvent) => {
        bytes += (event as unknown as { bytes: Uint8Array }).bytes.length
      }
      const left = await new Connection(link).call('runAll', request, { onEvent })
      check(bytes === count, `${bytes} of ${count} bytes arrived`)
      check(Number(left) === 0, `the host still had ${left} of them`)
    },
  },
  {
    name: 'buffers and ports of a request are transferred to the host',
    run: async (link) => {
      const bytes = new Uint8Array([1, 2, 3])
      const { port1, port2 } = new MessageChannel()
      const greeting = new Promise<unknown>((resolve) => {
        port1.onmessage = ({ data }) => resolve(data)
      })
      const value = new Connection(link).call('prepare', { bytes, port: port2 } as never)
      check(bytes.length === 0, 'the page still has the transferred bytes')
      const back = (await value) as unknown as { bytes: Uint8Array }
      check(back.bytes.join() === '1,2,3', `${back.bytes.join()} came back`)
      check((await greeting) === 'here', 'the port does not reach the page')
      port1.close()
    },
  },
]
