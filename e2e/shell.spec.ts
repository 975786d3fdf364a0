import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { isolation } from '../scripts/headers.mjs'
import { listen, staticServer } from '../scripts/static-server.mjs'

declare global {
  interface Window {
    /** Kinds of the messages that the service worker has sent, in order. */
    told: string[]
  }
}

interface Site {
  readonly url: string
  /** Paths asked for, in order. */
  readonly asked: string[]
  close(): void
}

/** A server of the build for one test, which can be asked what it was asked for, and closed. */
async function site({ bare = false } = {}): Promise<Site> {
  const asked: string[] = []
  const server = staticServer(join(import.meta.dirname, '../dist'), (url) => asked.push(url))
  if (bare) {
    // As a host without control over headers answers.
    server.prependListener('request', (_, response) => {
      const writeHead = response.writeHead.bind(response)
      response.writeHead = ((status: number, headers: Record<string, string>) => {
        const left = Object.entries(headers).filter(([name]) => !(name in isolation) && !/^Content-Sec/.test(name))
        return writeHead(status, Object.fromEntries(left))
      }) as typeof response.writeHead
    })
  }
  const port = await listen(server, 21_000 + Math.floor(Math.random() * 20_000), true)
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}/`, asked, close }
}

/** Everything that the page reports as wrong: exceptions, errors of the console, violations of the policy. */
function watch(page: Page): string[] {
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  return wrong
}

async function recordMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.told = []
    navigator.serviceWorker.addEventListener('message', (event) => window.told.push(event.data.kind))
  })
}

test.describe('the page', () => {
  test('opens isolated, under its policy, from its own origin alone', async ({ page, baseURL }) => {
    const wrong = watch(page)
    const origins = new Set<string>()
    page.on('request', (request) => origins.add(new URL(request.url()).origin))
    const response = await page.goto('./')
    const headers = response?.headers() ?? {}
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
      'content',
      /default-src 'none'/,
    )
    await expect(page.getByTestId('model-files')).toBeAttached()
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect([...origins]).toEqual([new URL(baseURL ?? '').origin])
    expect(wrong).toEqual([])
  })

  test('has a manifest whose icons are there', async ({ page, request }) => {
    await page.goto('./')
    const href = await page.locator('link[rel=manifest]').getAttribute('href')
    const manifest = await (await request.get(href ?? '')).json()
    expect(manifest.name).toBe('Glassbox')
    for (const { src } of manifest.icons) expect((await request.get(src)).ok()).toBe(true)
  })

  test('lets no request to another origin out', async ({ page }) => {
    await page.goto('./')
    const refused = await page.evaluate(async () => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        })
      })
      const failed = await fetch('https://example.com/').then(
        () => false,
        () => true,
      )
      return { failed, directive: await violation }
    })
    expect(refused).toEqual({ failed: true, directive: 'connect-src' })
  })
})

test.describe('the service worker', () => {
  test.use({ serviceWorkers: 'allow' })

  test('stores everything, after which nothing needs the network', async ({ page }) => {
    const { url, asked, close } = await site()
    await recordMessages(page)
    await page.goto(url)
    await page.waitForFunction(() => window.told.includes('offline-ready'))
    asked.length = 0
    close()
    const wrong = watch(page)
    await page.goto(`${url}?backend=cpu`)
    await expect(page.getByTestId('model-files')).toBeAttached()
    await page.waitForFunction(() => window.told.includes('offline-ready'))
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(await page.evaluate(() => window.told)).not.toContain('network')
    expect(asked).toEqual([])
    expect(wrong).toEqual([])
  })

  test('tells of a request that it lets through', async ({ page }) => {
    const { url, close } = await site()
    await recordMessages(page)
    await page.goto(url)
    await page.waitForFunction(() => window.told.includes('offline-ready'))
    expect(await page.evaluate(async () => (await fetch('nothing-of-ours.txt')).status)).toBe(404)
    await page.waitForFunction(() => window.told.includes('network'))
    close()
  })

  test('makes the page isolated on a host that sends no headers, by one reload', async ({ page }) => {
    const { url, close } = await site({ bare: true })
    let loads = 0
    page.on('load', () => loads++)
    const reloaded = page.waitForEvent('load', () => loads === 2)
    // Whatever Playwright does in the page counts as an action of the person, who would be disturbed by a reload.
    await page.addInitScript(() =>
      Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false } }),
    )
    await page.goto(url)
    await reloaded
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await page.reload()
    await expect(page.getByTestId('model-files')).toBeAttached()
    expect(loads).toBe(3)
    close()
  })
})
