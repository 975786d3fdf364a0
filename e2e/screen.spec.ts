import { expect, test } from '@playwright/test'
import { expectModel, expectResult, fixture, made, model, open, pickFiles, result, samplePath } from './app.ts'

test('the start page: a promise, a skip link, and an address that brings the sample back', async ({ page }) => {
  await open(page)
  await expect(page.getByText('Nothing leaves this computer.')).toBeVisible()
  await expect(page).toHaveTitle('Glassbox')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  await page.getByTestId('sample-digits').click()
  await expectResult(page)
  await expect(page).toHaveTitle('mnist-cnn · Glassbox')
  await expect(page).toHaveURL(/[?&]sample=digits/)
  await page.reload()
  await expectResult(page)
  await expectModel(page, 'mnist-cnn')

  await pickFiles(page, [fixture('keras/model.keras')])
  await expect(page).not.toHaveURL(/sample=/)
  await page.getByRole('link', { name: 'Glassbox' }).click()
  await expect(page.getByRole('heading', { name: 'Drop a model here, and a file to run it on' })).toBeVisible()
})

test('several models in a drop: a question, a way out, and the other one stays on offer', async ({ page }) => {
  await open(page)
  const both = [samplePath('keras/mnist-cnn.keras'), fixture('keras/model.keras')]
  await pickFiles(page, both)
  await expect(page.getByText('Choose the one to load')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Drop a model here, and a file to run it on' })).toBeVisible()

  await pickFiles(page, both)
  await page.getByRole('button', { name: 'mnist-cnn.keras' }).click()
  await expect(model(page)).toBeVisible()
  const others = page.getByRole('list', { name: 'Models in the drop' }).getByRole('button')
  await expect(others).toHaveCount(2)
  await expect(others.and(page.locator('[aria-current="true"]'))).toContainText('loaded')
})

test('420 wide and at 200 % zoom the result comes first, with Run in reach', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  for (const size of [
    { width: 420, height: 800 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(size)
    await page.evaluate(() => scrollTo(0, 0))
    const top = async (name: string) => (await page.getByRole('region', { name, exact: true }).boundingBox())?.y ?? 0
    expect(await top('Result')).toBeLessThan(await top('Input'))
    expect(await top('Input')).toBeLessThan(await top('Model'))
    await expect(result(page)).toBeInViewport()
    await expect(page.getByTestId('rail-result')).toBeInViewport({ ratio: 1 })
    await page.mouse.wheel(0, 5000)
    await expect(result(page)).not.toBeInViewport()
    const end = await page.getByRole('region', { name: 'Model', exact: true }).boundingBox()
    const bar = await page.getByTestId('run').boundingBox()
    expect((end?.y ?? 0) + (end?.height ?? 0)).toBeLessThan(bar?.y ?? 0)
    await page.getByTestId('run').click()
    await expect(page.getByRole('heading', { name: 'Result' })).toBeInViewport()
    await expectResult(page)
  }
})

test('an error is said once: at the input it belongs to, or with the run that failed', async ({ page }) => {
  await open(page, '?sample=table')
  await expectResult(page)
  await page.getByTestId('input-files').setInputFiles([made('wrong.csv', 'a,b,c\n1,2,3\n')])
  const error = page.getByTestId('error')
  await expect(error).toHaveCount(1)
  await expect(error).toHaveAttribute('data-code', /^input-/)
  const said = (await error.textContent())?.split('Error: ')[1] ?? ''
  await expect(page.getByText(said.slice(0, 40))).toHaveCount(1)
  await expect(page.getByTestId('run')).toHaveAttribute('aria-disabled', 'true')
  await expect(page.locator('#run-reason')).toContainText('cannot be prepared')
  await expect(page.getByTestId('rail-run')).not.toHaveAttribute('data-state', 'error')
})
