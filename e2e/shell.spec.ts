import { expect, type Page, test } from '@playwright/test'
import { site, watch } from './site.ts'

declare global {
  interface Window {
    /** Types of the messages from the service worker, in order. */
    told: string[]
  }
}

async function recordMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.told = []
    navigator.serviceWorker.addEventListener('message', (event) => window.told.push(event.data.kind))
  })
}

test.describe('the page', () => {
  test('opens isolated, with its policy and manifest, and makes requests to its own origin only', async ({
    page,
    request,
    baseURL,
  }) => {
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
    const href = await page.locator('link[rel=manifest]').getAttribute('href')
    const manifest = await (await request.get(href ?? '')).json()
    expect(manifest.name).toBe('Glassbox')
    for (const { src } of manifest.icons) expect((await request.get(src)).ok()).toBe(true)

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

  test('reports each request that it lets through, and stores everything, so that nothing needs the network', async ({
    page,
  }) => {
    const { url, asked, close } = await site()
    await recordMessages(page)
    await page.goto(url)
    await page.waitForFunction(() => window.told.includes('offline-ready'))
    expect(await page.evaluate(async () => (await fetch('nothing-of-ours.txt')).status)).toBe(404)
    await page.waitForFunction(() => window.told.includes('network'))
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

  test('isolates the page on a host without headers, with one reload', async ({ page }) => {
    const { url, close } = await site({ headers: {} })
    let loads = 0
    page.on('load', () => loads++)
    const reloaded = page.waitForEvent('load', () => loads === 2)
    // Actions of Playwright count as user activity, which prevents the reload.
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
