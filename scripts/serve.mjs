/**
 * `node scripts/serve.mjs [--port N]`: serves `dist` as `npm start` does, at exactly that port, without opening a
 * browser.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { root } from './run.mjs'
import { listen, staticServer } from './static-server.mjs'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } })

await ensureBuilt()
const port = await listen(staticServer(join(root, 'dist')), Number(values.port), false)
console.log(`Glassbox is at http://127.0.0.1:${port}/`)
