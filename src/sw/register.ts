import { messageOf } from '../base/errors.ts'
import { keep, recall } from '../base/storage.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { countPageRequests, leftThePage, wentElsewhere } from './page-requests.ts'

export interface NetworkState {
  /**
   * Requests to the network since everything was stored; `storing` until then; `unmeasured` where that cannot be done
   * or measured.
   */
  readonly requests: number | 'storing' | 'unmeasured'
  /** True when every file of the app is stored and nothing needs the network any more. */
  readonly offlineReady: boolean
}

const reloadKey = 'glassbox-reloaded-for-isolation'

/**
 * Registers the service worker (production builds only) and tells of every change in what is known of the network, the
 * first time before it returns.
 * Without a service worker (development, plain http, some private windows) a page cannot see its workers' requests:
 * `requests` is then `unmeasured`, unless the page itself makes one.
 *
 * The page may be reloaded once, early: to become cross-origin isolated on a host that sends no headers, or to move to
 * a newer version. Never after the person has done anything, and never while `mayReload` says no.
 */
export function watchNetwork(onChange: (state: NetworkState) => void, mayReload: () => boolean = () => true): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) {
    onChange({ requests: 'unmeasured', offlineReady: false })
    whenLoaded(() => countAlone(onChange))
    return
  }
  onChange({ requests: 'storing', offlineReady: false })
  whenLoaded(() => {
    const untouched = () => !navigator.userActivation?.hasBeenActive && mayReload()
    followWorker(onChange)
    register(untouched).catch((error: unknown) => {
      warnNotStored(messageOf(error))
      countAlone(onChange)
    })
  })
}

function warnNotStored(reason: string): void {
  console.warn(`The app could not be stored for use offline: ${reason}`)
}

/**
 * Without a service worker only what the page itself asks for can be seen: that it was nothing proves nothing. The
 * app's own files still come over the network as they are needed, so only requests to other origins count.
 */
function countAlone(onChange: (state: NetworkState) => void): void {
  onChange({ requests: 'unmeasured', offlineReady: false })
  countPageRequests(wentElsewhere, (count) =>
    onChange({ requests: count > 0 ? count : 'unmeasured', offlineReady: false }),
  )
}

function whenLoaded(then: () => void): void {
  if (document.readyState === 'complete') then()
  else addEventListener('load', then, { once: true })
}

/** Two witnesses: the service worker sees the page and its workers, resource timing sees past the service worker. */
function followWorker(onChange: (state: NetworkState) => void): void {
  let offlineReady = false
  let failed = false
  let seenByWorker = 0
  let seenByPage = 0
  const tell = () => {
    const waiting = failed ? 'unmeasured' : 'storing'
    onChange({ requests: offlineReady ? Math.max(seenByWorker, seenByPage) : waiting, offlineReady })
  }

  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    const message = event.data
    if (message.kind === 'network') seenByWorker++
    else if (message.kind === 'not-stored') {
      failed = true
      warnNotStored(message.reason)
    } else if (!offlineReady) {
      offlineReady = true
      countPageRequests(leftThePage, (count) => {
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

  const { active } = await Promise.race([serviceWorker.ready, failureOf(registration)])
  const store = () => active !== null && send(active, { kind: 'store' })
  store()
  // What failed for want of a network is tried again when there is one.
  addEventListener('online', store)
}

/**
 * Rejects if a first service worker fails to install, for want of storage for example; `ready` would never resolve.
 * A worker becomes redundant before the registration drops it, so its own state is asked too.
 */
function failureOf(registration: ServiceWorkerRegistration): Promise<never> {
  return new Promise((_resolve, reject) => {
    const { installing } = registration
    const check = () => {
      const { waiting, active } = registration
      if (waiting !== null || active !== null) return
      if (registration.installing === null || installing?.state === 'redundant')
        reject(new Error('the service worker could not be installed'))
    }
    installing?.addEventListener('statechange', check)
    check()
  })
}

/** At most once per tab, whatever comes of it, so that it can never loop. In a frame the page around it decides. */
function reloadForIsolation(mayReload: () => boolean): void {
  if (crossOriginIsolated || self !== top || !mayReload() || recall('sessionStorage', reloadKey) !== null) return
  if (!keep('sessionStorage', reloadKey, new Date().toISOString())) return
  location.reload()
}

function send(worker: ServiceWorker, message: ToWorker): void {
  worker.postMessage(message)
}
