import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { build } from 'vite'
import { serve } from '../scripts/bench/site.mjs'
import { contract } from '../src/engine/contract-suite.ts'
import { streams } from '../src/engine/stream-suite.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

test('the engine in a real worker passes the same contract suite as in-process', async ({ page }) => {
  const outDir = here('../test-results/engine-page')
  await build({
    root: here('engine'),
    configFile: false,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true },
  })
  await cp(here('../src/formats/fixtures'), `${outDir}/fixtures`, { recursive: true })
  const site = await serve(outDir)
  await page.goto(site.url)
  await expect(page.locator('body[data-state=done]')).toBeAttached({ timeout: 50_000 })
  await expect(page.getByRole('listitem')).toHaveText([...contract, ...streams].map(({ name }) => `ok: ${name}`))
  await site.close()
})
