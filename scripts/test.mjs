/** `npm test [-- --only unit,build]`: installs missing packages, then runs the checks in order until one fails. */
import { requireNode } from './node-version.mjs'

requireNode()
// Imported after the version check: an older Node would fail on these imports with an unhelpful message.
await import('./test/main.mjs')
