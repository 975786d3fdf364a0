import type { Link } from './link.ts'
import type { FromHost, ToHost } from './protocol.ts'
import { type Host, serve } from './serve.ts'

/** Connects to a host through the same messages, but without a worker; for tests. */
export function inProcessLink(host: Host): Link {
  const { port1, port2 } = new MessageChannel()
  let lose: (reason: string) => void = () => undefined
  const lost = new Promise<string>((resolve) => {
    lose = resolve
  })
  return {
    post: (message, transfer) => port1.postMessage(message, transfer),
    onMessage: (listener) => {
      port1.onmessage = (event: MessageEvent<FromHost>) => listener(event.data)
      serve(host, {
        postMessage: (message, transfer) => port2.postMessage(message, transfer),
        set onmessage(receive: ((event: MessageEvent<ToHost>) => void) | null) {
          port2.onmessage = receive
        },
      })
    },
    lost,
    close: () => {
      port1.close()
      lose('it was closed')
    },
  }
}
