import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'

// WebGPU is there in headless Chromium only on request, and without a GPU only in software.
const args = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan']

/** @typedef {Awaited<ReturnType<typeof openSite>>} Site */

/** Builds the page where that is due, serves it and starts a browser. */
export async function openSite() {
  await ensureBuilt()
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args })
  const context = await browser.newContext({ acceptDownloads: true })
  context.setDefaultNavigationTimeout(120_000)
  const server = staticServer(join(root, 'dist'))
  const url = `http://127.0.0.1:${await listen(server, 4400, true)}/`
  return {
    /** The page in a tab of its own, ready for a drop. @param {string} backend */
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
