import { expect, type Page, test } from '@playwright/test'
import { error, expectResult, exportJson, model, open } from './app.ts'

async function expectSeven(page: Page, backend: string): Promise<void> {
  await expect(model(page)).toHaveAttribute('data-backend', backend, { timeout: 60_000 })
  await expectResult(page)
  const record = await exportJson(page)
  expect(record.backend.id).toBe(backend)
  expect(record.outputs[0]?.top[0]?.value).toBeGreaterThan(0.99)
}

const rung = (page: Page, id: string) => page.getByTestId(`ladder-${id}`)

test('automatic takes Wasm where WebGPU is off and WebGL is emulated', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  await expect(rung(page, 'webgpu')).toHaveAttribute('data-state', 'unavailable')
  await expect(rung(page, 'webgl')).toHaveAttribute('data-state', 'software')
  await expect(rung(page, 'webgl')).toContainText(/SwiftShader|software|emulated/i)
  await expect(rung(page, 'wasm')).toHaveAttribute('data-state', 'in-use')
  await expect(rung(page, 'cpu')).toHaveAttribute('data-state', 'available')
})

test('automatic takes Wasm where there is no GPU at all @no-gpu', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  for (const id of ['webgpu', 'webgl']) {
    await expect(rung(page, id)).toHaveAttribute('data-state', 'unavailable')
    await expect(rung(page, id)).not.toHaveText(/^\S*$/)
  }
})

test('the ladder says why a rung pinned by the address is not there @no-gpu', async ({ page }) => {
  await open(page, '?sample=digits&backend=webgl')
  await expect(error(page)).toHaveAttribute('data-code', 'backend-unavailable')
  await expect(rung(page, 'webgl')).toHaveAttribute('data-state', 'unavailable')
  await expect(rung(page, 'wasm')).toHaveAttribute('data-state', 'available')
})

test('automatic passes over a WebGPU that is emulated @webgpu', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  await expect(rung(page, 'webgpu')).toHaveAttribute('data-state', 'software')
  await expect(rung(page, 'webgpu')).toContainText(/software|emulated|SwiftShader/i)
})

for (const backend of ['webgl', 'wasm', 'cpu']) {
  test(`?backend=${backend} pins it`, async ({ page }) => {
    await open(page, `?sample=digits&backend=${backend}`)
    await expectSeven(page, backend)
  })
}

test('?backend=webgpu pins it @webgpu', async ({ page }) => {
  await open(page, '?sample=digits&backend=webgpu')
  await expectSeven(page, 'webgpu')
})

test('the select moves a loaded model; its result turns stale and runs again', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  await page.getByTestId('backend-select').selectOption({ label: 'CPU' })
  await expect(model(page)).toHaveAttribute('data-backend', 'cpu')
  await expect(page.getByTestId('result')).toHaveAttribute('data-state', 'stale')
  await page.getByTestId('run').click()
  await expectSeven(page, 'cpu')
})

test('a rung that is not there cannot be pinned, and says why @no-gpu', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectSeven(page, 'wasm')
  await page.getByTestId('backend-select').selectOption({ label: 'WebGL' })
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'backend-unavailable')
  await expect(model(page)).toHaveAttribute('data-backend', 'wasm')
  await expect(page.getByTestId('backend-select')).toHaveValue('auto')
})
