import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { headers } from '../headers.mjs'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'

// Headless Chromium has WebGPU only behind flags, and without a GPU only in software.
export const browserArguments = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
]

/** @typedef {Awaited<ReturnType<typeof openSite>>} Site */

/**
 * Builds the page if needed, serves it and starts a browser. Workers count the machine's processors, or `processors`:
 * Wasm uses half of them as threads, and nobody outside can tell a worker another number.
 * @param {{ processors?: number }} [machine]
 */
export async function openSite({ processors = 0 } = {}) {
  await ensureBuilt()
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: browserArguments })
  const context = await browser.newContext({ acceptDownloads: true })
  context.setDefaultNavigationTimeout(120_000)
  if (processors > 0) {
    const told = `Object.defineProperty(navigator, 'hardwareConcurrency', { configurable: true, get: () => ${processors} });`
    await context.route('**/assets/*.js', async (route) => {
      const script = await readFile(join(root, 'dist', new URL(route.request().url()).pathname), 'utf8')
      await route.fulfill({ contentType: 'text/javascript', headers, body: told + script })
    })
  }
  const server = staticServer(join(root, 'dist'))
  const url = `http://127.0.0.1:${await listen(server, 4400, true)}/`
  return {
    /** The page in a new tab, ready for a drop. @param {string} backend */
    async open(backend) {
      const page = await context.newPage()
      await page.goto(`${url}?backend=${backend}`)
      await page.getByTestId('model-files').waitFor({ state: 'attached' })
      return page
    },
    async close() {
      await browser.close()
      server.close()
      server.closeAllConnections()
    },
  }
}
