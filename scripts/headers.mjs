/**
 * The response headers of the app, the same for every file type. The static server, `vite preview` and the service
 * worker send them; index.html carries the policy in a `<meta>` element as well.
 */

/**
 * react-aria writes two style elements into the page (`touch-action` of pressable elements, `overscroll-behavior` under
 * an open overlay). They are allowed by hash, so that other inline styles stay blocked.
 */
const reactAriaStyles = [
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
]

/**
 * The Content-Security-Policy: files of the app's own origin, Wasm, pictures, sounds and videos from object URLs, and nothing else.
 *
 * One policy serves the page and its workers. A worker obeys the policy of its own script's response, and many hosts
 * can only send one header with all files.
 */
export const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  `style-src 'self' ${reactAriaStyles.join(' ')}`,
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Isolate the page, to enable SharedArrayBuffer (threads) and precise timers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** All but the policy, which hot reloading in development would violate. */
export const headersWithoutPolicy = {
  ...isolation,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

export const headers = { ...headersWithoutPolicy, 'Content-Security-Policy': policy }
