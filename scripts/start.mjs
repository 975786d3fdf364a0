/**
 * `npm start [-- --port N] [-- --no-open]`: installs missing packages, rebuilds if needed, serves, and opens the page.
 */
import { requireNode } from './node-version.mjs'

requireNode()
// Imported after the version check: an older Node would fail on these imports with an unhelpful message.
await import('./start-app.mjs')
