import { expect, test } from '@playwright/test'
import { fixedCases, fixedSeed } from '../scripts/check/kernels/fixed.mjs'
import { judgeOn, serveKernels } from '../scripts/check/kernels/page.mjs'

test('operations of all kinds agree with the CPU backend on WebGPU and WebGL @webgpu', async ({ page }) => {
  const site = await serveKernels()
  await page.goto(site.url)
  const ids = fixedCases()
  expect(ids).toHaveLength(24)
  for (const backend of ['webgpu', 'webgl'] as const) {
    const { rows } = await judgeOn(page, { backend, processors: null, seed: fixedSeed, ids })
    expect(
      rows.filter(({ state }) => state !== 'agrees'),
      backend,
    ).toEqual([])
    expect(rows).toHaveLength(ids.length)
  }
  site.close()
})
