import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { headers as ownHeaders } from '../scripts/headers.mjs'
import { listen, staticServer } from '../scripts/static-server.mjs'

interface Site {
  readonly url: string
  /** Paths asked for, in order. */
  readonly asked: string[]
  close(): void
}

/** A server for one test. */
export async function serve(answer: RequestListener): Promise<Site> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  const port = await listen(server, 21_000 + Math.floor(Math.random() * 20_000), true)
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}/`, asked, close }
}

interface Hosting {
  /** Headers of every response; those of our own server unless others are given. */
  readonly headers?: Readonly<Record<string, string>>
  /** The folder that the build is served under: `demos/`. */
  readonly folder?: string
}

/** A server of the build for one test, which can be asked what it was asked for, and closed. */
export async function site({ headers = ownHeaders, folder = '' }: Hosting = {}): Promise<Site> {
  const files = staticServer(join(import.meta.dirname, '../dist'), headers)
  const { url, asked, close } = await serve((request, response) => {
    const path = request.url ?? ''
    if (!path.startsWith(`/${folder}`)) response.writeHead(404).end()
    else {
      request.url = path.slice(folder.length)
      files.emit('request', request, response)
    }
  })
  return { url: url + folder, asked, close }
}

/** Everything that the page reports as wrong: exceptions, errors of the console, violations of the policy. */
export function watch(page: Page): string[] {
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  return wrong
}
