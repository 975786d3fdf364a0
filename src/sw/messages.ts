/** One file of the app, as the build lists it. */
export interface AppFile {
  /** Relative to the folder that the app is served from: `assets/index-3f2a.js`. */
  readonly path: string
  /** `sha256-…`, as for `integrity`. */
  readonly hash: string
  readonly bytes: number
  /** `shell` is stored before the worker takes over; `app` (code, Wasm) and then `sample` follow in the background. */
  readonly group: 'shell' | 'app' | 'sample'
}

/** Page → service worker. */
export type ToWorker =
  /** Store what is missing; answered by `offline-ready` when everything is there, by `not-stored` when that failed. */
  | { readonly kind: 'store' }
  /** Take over from the version before; sent only when nothing would be lost by the reload that follows. */
  | { readonly kind: 'take-over' }

/** Service worker → page. */
export type FromWorker =
  | { readonly kind: 'offline-ready' }
  | { readonly kind: 'not-stored'; readonly reason: string }
  /** One more request was let through to the network after everything had been stored. */
  | { readonly kind: 'network'; readonly url: string }
