import { expect, test } from '@playwright/test'
import { error, expectModel, expectResult, made, model, open, pickFiles, pickInputs, run } from './app.ts'
import { brokenFiles } from './broken.ts'

test('broken files are refused with their names and causes, and the loaded model stays', async ({ page }) => {
  await open(page, '?sample=digits')
  await expectResult(page)
  for (const { what, files, code, says } of brokenFiles) {
    await test.step(what, async () => {
      await pickFiles(page, await files())
      await expect(error(page)).toHaveAttribute('data-code', code)
      for (const part of says) await expect(error(page)).toContainText(part)
      await expectModel(page, 'mnist-cnn')
      // The run clears the error.
      await run(page)
      await expect(error(page)).toHaveCount(0)
    })
  }
  await test.step('a file that is not the picture it claims to be', async () => {
    await pickInputs(page, [
      made('photo.png', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40)])),
    ])
    await expect(page.getByRole('alert').filter({ hasText: 'photo.png' }).first()).toBeVisible()
    await expectModel(page, 'mnist-cnn')
  })
  await test.step('values that do not fit the shape, naming both shapes', async () => {
    await pickInputs(page, [made('input.json', '[1, 2, 3]')])
    await expect(page.getByRole('alert').filter({ hasText: /28/ }).first()).toContainText('3')
  })
})

test('prototype pollution in a model has no effect', async ({ page }) => {
  await open(page)
  await pickFiles(page, [
    made(
      'model.json',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"modelTopology":{"node":[]},"weightsManifest":[]}',
    ),
  ])
  await expect(error(page).or(model(page))).toBeVisible()
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
})
