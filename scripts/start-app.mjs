import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { openBrowser } from './open-browser.mjs'
import { root } from './run.mjs'
import { listen, staticServer } from './static-server.mjs'

const { values } = parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } } })
const wanted = Number(values.port ?? 4173)
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
  console.error(`--port must be a number from 1 to 65535; found ${values.port}.`)
  process.exit(1)
}

await ensureInstalled()
await ensureBuilt()
const port = await listen(staticServer(join(root, 'dist')), wanted, values.port === undefined).catch((error) => {
  console.error(`Port ${wanted} cannot be used: ${error.message}. Choose another one: npm start -- --port 8080`)
  process.exit(1)
})
const url = `http://127.0.0.1:${port}/`
console.log(`Glassbox is at ${url} (press Ctrl+C to stop)`)
if (!values['no-open'] && !process.env.CI) openBrowser(url)
