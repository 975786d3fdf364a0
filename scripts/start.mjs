/** `npm start [-- --port N] [-- --no-open]`: installs what is missing, builds what is stale, serves, opens the page. */
import { requireNode } from './node-version.mjs'

requireNode()
// Only now: an older Node would fail on the imports of what follows with a message that helps nobody.
await import('./start-app.mjs')
