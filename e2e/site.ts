import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { headers as ownHeaders } from '../scripts/headers.mjs'
import { listen, staticServer } from '../scripts/static-server.mjs'

interface Site {
  readonly url: string
  /** Requested paths, in order. */
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
  /** Headers of every response; by default those of our own server. */
  readonly headers?: Readonly<Record<string, string>>
  /** The folder under which the build is served: `demos/`. */
  readonly folder?: string
}

/** Serves the build for one test and records the requests. */
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

/** Every problem that the page reports: exceptions, console errors, policy violations. */
export function watch(page: Page): string[] {
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  return wrong
}
