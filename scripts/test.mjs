/** `npm test [-- --only unit,build]`: installs what is missing, then every check, in order, to the first that fails. */
import { requireNode } from './node-version.mjs'

requireNode()
// Only now: an older Node would fail on the imports of what follows with a message that helps nobody.
await import('./test/main.mjs')
