import { keep, recall } from '../base/storage.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { countPageRequests } from './page-requests.ts'

export interface NetworkState {
  /** Requests to the network since everything was loaded; or that this is under way; or that it cannot be measured here. */
  readonly requests: number | 'loading' | 'unmeasured'
  /** True when every file of the app is stored and nothing needs the network any more. */
  readonly offlineReady: boolean
}

const reloadKey = 'glassbox-reloaded-for-isolation'

/**
 * Registers the service worker (production builds only) and tells of every change in what is known of the network.
 * Without a service worker (development, plain http, some private windows) a page cannot see its workers' requests:
 * `requests` is then `unmeasured`, unless the page itself makes one.
 *
 * The page may be reloaded once, early: to become cross-origin isolated on a host that sends no headers, or to move to
 * a newer version. Never after the person has done anything, and never while `mayReload` says no.
 */
export function watchNetwork(onChange: (state: NetworkState) => void, mayReload: () => boolean = () => true): void {
  whenLoaded(() => {
    if (import.meta.env.PROD && 'serviceWorker' in navigator) {
      const untouched = () => !navigator.userActivation?.hasBeenActive && mayReload()
      followWorker(onChange)
      register(untouched).catch((error: unknown) => {
        console.warn('The app could not be stored for use offline:', error)
        countAlone(onChange)
      })
    } else countAlone(onChange)
  })
}

/** Without a service worker only what the page itself asks for can be seen: that it was nothing proves nothing. */
function countAlone(onChange: (state: NetworkState) => void): void {
  onChange({ requests: 'unmeasured', offlineReady: false })
  countPageRequests((count) => onChange({ requests: count > 0 ? count : 'unmeasured', offlineReady: false }))
}

function whenLoaded(then: () => void): void {
  if (document.readyState === 'complete') then()
  else addEventListener('load', then, { once: true })
}

/** Two witnesses: the service worker sees the page and its workers, resource timing sees past the service worker. */
function followWorker(onChange: (state: NetworkState) => void): void {
  let offlineReady = false
  let seenByWorker = 0
  let seenByPage = 0
  const tell = () => onChange({ requests: offlineReady ? Math.max(seenByWorker, seenByPage) : 'loading', offlineReady })

  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    if (event.data.kind === 'network') seenByWorker++
    else if (!offlineReady) {
      offlineReady = true
      countPageRequests((count) => {
        seenByPage = count
        tell()
      })
    }
    tell()
  })
  navigator.serviceWorker.startMessages()
}

async function register(mayReload: () => boolean): Promise<void> {
  const { serviceWorker } = navigator
  const wasControlled = serviceWorker.controller !== null
  let takingOver = false
  serviceWorker.addEventListener('controllerchange', () => {
    if (takingOver && mayReload()) location.reload()
    else if (!wasControlled) reloadForIsolation(mayReload)
  })

  const registration = await serviceWorker.register(new URL('sw.js', document.baseURI))
  const takeOver = (worker: ServiceWorker | null) => {
    if (worker === null || !wasControlled || !mayReload()) return
    takingOver = true
    send(worker, { kind: 'take-over' })
  }
  takeOver(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') takeOver(worker)
    })
  })

  const { active } = await serviceWorker.ready
  const store = () => active !== null && send(active, { kind: 'store' })
  store()
  // What failed for want of a network is tried again when there is one.
  addEventListener('online', store)
}

/** At most once per tab, whatever comes of it, so that it can never loop. */
function reloadForIsolation(mayReload: () => boolean): void {
  if (crossOriginIsolated || !mayReload() || recall('sessionStorage', reloadKey) !== null) return
  if (!keep('sessionStorage', reloadKey, new Date().toISOString())) return
  location.reload()
}

function send(worker: ServiceWorker, message: ToWorker): void {
  worker.postMessage(message)
}
