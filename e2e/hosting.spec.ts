import { expect, type FrameLocator, type Page, test } from '@playwright/test'
import { preview } from 'vite'
import { policy } from '../scripts/headers.mjs'
import { patience } from './app.ts'
import { serve, site, watch } from './site.ts'

/** Serves the build in each common way of static hosting; every one must run on Wasm. */

const query = '?sample=digits&backend=wasm'
const notIsolated = /SIMD, 1 thread.*the page is not cross-origin isolated/

async function expectAnswer(page: Page | FrameLocator, wasm: RegExp): Promise<void> {
  await expect(page.getByTestId('result')).toHaveAttribute('data-state', 'done', { timeout: patience })
  await expect(page.getByTestId('model-ready')).toHaveAttribute('data-backend', 'wasm')
  const rung = page.getByTestId('ladder-wasm')
  await expect(rung).toHaveAttribute('data-state', 'in-use')
  await expect(rung).toContainText(wasm)
  await expect(rung).toContainText(/self-test passed/)
}

test('on our own server', async ({ page }) => {
  const wrong = watch(page)
  await page.goto(`./${query}`)
  await expectAnswer(page, /SIMD, (\d threads|1 thread.*the device has)/)
  expect(wrong).toEqual([])
})

test('on vite preview', async ({ page }) => {
  const server = await preview({ logLevel: 'silent', preview: { port: 4400, open: false } })
  const wrong = watch(page)
  await page.goto(`${server.resolvedUrls?.local[0]}${query}`)
  await expectAnswer(page, /SIMD, (\d threads|1 thread.*the device has)/)
  expect(wrong).toEqual([])
  await server.close()
})

test('with the policy on every file and no other headers', async ({ page }) => {
  const { url, close } = await site({ headers: { 'Content-Security-Policy': policy } })
  const wrong = watch(page)
  await page.goto(url + query)
  await expectAnswer(page, notIsolated)
  expect(wrong).toEqual([])
  close()
})

test('without headers, in a folder', async ({ page }) => {
  const { url, asked, close } = await site({ headers: {}, folder: 'demos/glassbox/' })
  const wrong = watch(page)
  await page.goto(url + query)
  await expectAnswer(page, notIsolated)
  expect(wrong).toEqual([])
  expect(asked.filter((path) => !path.startsWith('/demos/glassbox/'))).toEqual([])
  close()
})

test('over plain http under a local network name', async ({ page }) => {
  const { url, close } = await site({ headers: { 'Content-Security-Policy': policy } })
  const wrong = watch(page)
  await page.goto(url.replace('127.0.0.1', 'lan.test') + query)
  await expectAnswer(page, notIsolated)
  expect(await page.evaluate(() => isSecureContext)).toBe(false)
  await expect(page.getByTestId('ladder-webgpu')).toContainText('WebGPU needs a page from https or localhost')
  await expect(page.getByRole('banner')).not.toContainText('storing for offline use')
  await page.getByRole('button', { name: 'Code', exact: true }).click()
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByRole('dialog')).toContainText('The browser blocked copying')
  expect(wrong).toEqual([])
  close()
})

test('in a frame on another site', async ({ page, baseURL }) => {
  const { url, close } = await serve((_, response) => {
    const frame = `<iframe src="${baseURL}${query}" title="A demo" width="1000" height="800"></iframe>`
    response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end(`<!doctype html><link rel="icon" href="data:,">${frame}`)
  })
  const wrong = watch(page)
  await page.goto(url.replace('127.0.0.1', 'localhost'))
  await expectAnswer(page.frameLocator('iframe'), notIsolated)
  expect(wrong).toEqual([])
  close()
})

test('if the host forbids Wasm, the ladder says so and the CPU runs the model', async ({ page }) => {
  const { url, close } = await site({
    headers: { 'Content-Security-Policy': policy.replace(" 'wasm-unsafe-eval'", '') },
  })
  await page.goto(`${url}?sample=digits`)
  await expect(page.getByTestId('result')).toHaveAttribute('data-state', 'done', { timeout: patience })
  await expect(page.getByTestId('ladder-wasm')).toHaveAttribute('data-state', 'unavailable')
  await expect(page.getByTestId('ladder-wasm')).toContainText(
    /refuses to compile WebAssembly: .*Content Security Policy/,
  )
  close()
})

test.describe('the first visit', () => {
  test.use({ serviceWorkers: 'allow' })

  test('shows from the start that the page is being stored, then the requests', async ({ page }) => {
    const { url, close } = await site()
    await page.addInitScript(() => {
      new MutationObserver(() => {
        const text = document.querySelector('header [popovertarget]')?.textContent
        if (text && !window.said.includes(text)) window.said.push(text)
      }).observe(document, { subtree: true, childList: true, characterData: true })
      window.said = []
    })
    await page.goto(url)
    await expect(page.getByRole('banner')).toContainText('0 requests since load', { timeout: patience })
    expect(await page.evaluate(() => window.said)).toEqual(['storing for offline use', '0 requests since load'])
    close()
  })
})

declare global {
  interface Window {
    /** The request counts shown in the header, in order. */
    said: string[]
  }
}
