/**
 * The response headers that the app is served with: by the static server, by Vite, and by the service worker, which
 * adds them where the host cannot.
 */

/**
 * react-aria writes two style elements into the page (`touch-action` of pressable elements, `overscroll-behavior`
 * under an open overlay). They are allowed by hash, so that no other inline style is.
 */
const reactAriaStyles = [
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
]

const everywhere = ["default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"]

/** What the page may do. Also built into index.html, for hosts without control over headers. */
export const pagePolicy = [
  ...everywhere,
  "script-src 'self'",
  "worker-src 'self'",
  "img-src 'self' blob: data:",
  `style-src 'self' ${reactAriaStyles.join(' ')}`,
  "font-src 'self'",
  "manifest-src 'self'",
].join('; ')

/**
 * What a worker may do; a worker obeys the policy of its own script's response, not the page's. `blob:` because the
 * threads of tfjs-backend-wasm are workers made from a Blob, which import a second Blob.
 */
export const workerPolicy = [
  ...everywhere,
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
].join('; ')

/** Isolate the page, so that SharedArrayBuffer (threads) and fine timers are there. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** On every response, whatever it is. */
export const common = {
  ...isolation,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/**
 * The policy for a file by its name: `.html` gets the page's, `.js` the worker's (a policy on a script that is not a
 * worker's has no effect), everything else none.
 * @param {string} path
 * @returns {string | null}
 */
export function policyFor(path) {
  if (path.endsWith('.html')) return `${pagePolicy}; frame-ancestors 'none'`
  if (path.endsWith('.js')) return workerPolicy
  return null
}

/**
 * @param {string} path
 * @returns {Record<string, string>}
 */
export function headersFor(path) {
  const policy = policyFor(path)
  return policy === null ? { ...common } : { ...common, 'Content-Security-Policy': policy }
}
