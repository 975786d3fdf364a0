import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { ensureChromium } from '../find-chromium.mjs'
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

/** Builds the page if needed, serves it and starts a browser. */
export async function openSite() {
  await ensureBuilt()
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: browserArguments })
  const context = await browser.newContext({ acceptDownloads: true })
  context.setDefaultNavigationTimeout(120_000)
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
