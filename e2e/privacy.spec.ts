import { expect, test } from '@playwright/test'
import { expectResult, open, pickInputs, result, run, samplePath } from './app.ts'

// Other tests block the service worker, because storing the whole app for each would cost seconds.
test.use({ serviceWorkers: 'allow' })

test('a sample runs offline without any request, and the stored page opens offline', async ({
  page,
  context,
  baseURL,
}) => {
  test.slow()
  const foreign: string[] = []
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(baseURL ?? '') && !url.startsWith('blob:') && !url.startsWith('data:')) foreign.push(url)
  })
  await open(page)
  const counter = page.getByRole('button', { name: /since load/ })
  await expect(counter).toContainText('0 requests since load', { timeout: 60_000 })
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Photo of a cat' }).click()
  await expectResult(page)
  await expect(result(page)).toContainText('Egyptian cat')
  await pickInputs(page, [samplePath('doodle/cat.png')])
  await expectResult(page)
  await run(page)
  await expect(counter).toContainText('0 requests since load')
  await open(page)
  await page.getByRole('button', { name: 'Handwritten digits' }).click()
  await expectResult(page)
  expect(foreign).toEqual([])
})

test('with storage full, the page says that requests are not measured, and works', async ({
  page,
  context,
  baseURL,
}) => {
  const session = await context.newCDPSession(page)
  const origin = new URL(baseURL ?? '').origin
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 })
  await open(page)
  await expect(page.getByText('requests not measured')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Photo of a cat' }).click()
  await expectResult(page)
})
