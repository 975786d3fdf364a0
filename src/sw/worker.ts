import { messageOf } from '../base/errors.ts'
import type { AppFile, FromWorker, ToWorker } from './messages.ts'
import { Store } from './store.ts'

declare const self: ServiceWorkerGlobalScope
/** Put in by the build. */
declare const __APP_FILES__: readonly AppFile[]
declare const __APP_HEADERS__: Readonly<Record<string, string>>
declare const __APP_VERSION__: string

const { scope } = self.registration
// The scope is in the name, because two copies of the app may be hosted under one origin.
const prefix = `glassbox ${new URL(scope).pathname} `
const store = new Store(prefix, __APP_VERSION__, scope, __APP_FILES__, __APP_HEADERS__)

self.addEventListener('install', (event) => event.waitUntil(store.addGroup('shell')))

self.addEventListener('activate', (event) => {
  event.waitUntil(store.deleteOthers().then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker
  if (message.kind === 'take-over') event.waitUntil(takeOver())
  else event.waitUntil(storeAll())
})

self.addEventListener('fetch', (event) => event.respondWith(answer(event.request)))

async function answer(request: Request): Promise<Response> {
  if (new URL(request.url).origin !== self.location.origin) return Response.error()
  const file = request.method === 'GET' ? store.find(request.url) : null
  if (file !== null) {
    const stored = await store.read(file)
    if (stored !== null) return stored
    // Stored on the way while the background has not come to it yet; a failure is the page's to report.
    if (!(await store.isComplete())) return store.add(file).catch(() => fetch(request))
  }
  if (await store.isComplete()) await tell({ kind: 'network', url: request.url })
  return fetch(request)
}

/** A page that was reloaded past the service worker is claimed too, or its requests would not be seen. */
async function storeAll(): Promise<void> {
  await self.clients.claim()
  try {
    await store.complete()
    await tell({ kind: 'offline-ready' })
  } catch (error) {
    await tell({ kind: 'not-stored', reason: messageOf(error) })
  }
}

/** A page of the older version would miss its files: it takes over only when no second page is open. */
async function takeOver(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (pages.length <= 1) await self.skipWaiting()
}

async function tell(message: FromWorker): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  for (const page of pages) page.postMessage(message)
}
