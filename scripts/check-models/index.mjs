/**
 * `npm run check:models -- <folder> [--backend wasm,cpu,webgl,webgpu] [--only name] [--json]`: drops every model of a folder of
 * models with reference outputs on the real page in Chromium, runs the ramp and the real input, and compares. Exits non-zero on
 * any miss.
 */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'
import { brokenCases, smallFolders } from './cases.mjs'
import { checkBroken, checkFolder } from './check.mjs'
import { listFolders } from './folders.mjs'
import { closing, head, line } from './report.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'wasm,cpu' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const [given] = positionals
if (given === undefined) {
  console.error('Name the folder of models: npm run check:models -- ../models')
  process.exit(2)
}
const models = resolve(given)
if ((await stat(models).catch(() => null)) === null) {
  console.error(`There is no folder ${models}. It must hold one folder for each model, each with an expected.json.`)
  process.exit(2)
}

await ensureBuilt()
const executablePath = await ensureChromium()
const server = staticServer(join(root, 'dist'))
const url = `http://127.0.0.1:${await listen(server, 4400, true)}/`
const folders = (await listFolders(models)).filter(
  ({ name }) => values.only === undefined || name.includes(values.only),
)
// WebGPU is there in headless Chromium only on request, and without a GPU only in software.
const args = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan']

/** @type {import('./check.mjs').Row[]} */
const rows = []
if (!values.json) console.log(head)
for (const backend of values.backend.split(',')) {
  const small = backend === 'webgl' || backend === 'webgpu'
  const browser = await chromium.launch({ executablePath, args })
  const context = await browser.newContext({ acceptDownloads: true })
  context.setDefaultNavigationTimeout(120_000)
  const site = { context, url, inputs: join(models, '_inputs') }
  for (const folder of folders) {
    const broken = Object.hasOwn(brokenCases, folder.name)
    if (broken ? backend !== values.backend.split(',')[0] : small && !smallFolders.includes(folder.name)) continue
    for (const row of await (broken ? checkBroken(site, folder) : checkFolder(site, folder, backend))) {
      rows.push(row)
      if (!values.json) console.log(line(row))
    }
  }
  await browser.close()
}
server.close()
server.closeAllConnections()
console.log(values.json ? JSON.stringify(rows, null, 1) : closing(rows))
process.exitCode = rows.length > 0 && rows.every(({ ok }) => ok) ? 0 : 1
