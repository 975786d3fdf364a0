import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { expectResult, open, patience, samplePath } from './app.ts'

const count = 2000

/** Drops pictures that are made in the page. */
async function dropPictures(page: Page): Promise<void> {
  const base64 = readFileSync(samplePath('digits/digit-7.png')).toString('base64')
  const dataTransfer = await page.evaluateHandle(
    ([content, files]) => {
      const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
      const transfer = new DataTransfer()
      for (let i = 0; i < files; i++) transfer.items.add(new File([bytes], `picture-${i}.png`))
      return transfer
    },
    [base64, count] as const,
  )
  await page.dispatchEvent('[data-drop="inputs"]', 'drop', { dataTransfer })
}

/** Object URLs that are alive. */
const urlsHeld = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { objectUrls: Set<string> }).objectUrls.size)

test('thousands of pictures: a list for the keyboard, one run, and the others when asked', async ({ page }) => {
  await page.addInitScript(() => {
    const objectUrls = new Set<string>()
    Object.assign(globalThis, { objectUrls })
    const { createObjectURL, revokeObjectURL } = URL
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob)
      objectUrls.add(url)
      return url
    }
    URL.revokeObjectURL = (url) => {
      objectUrls.delete(url)
      revokeObjectURL(url)
    }
  })
  await open(page, '?sample=digits')
  await expectResult(page)
  await page.getByRole('button', { name: 'Remove all' }).click()
  await dropPictures(page)
  await expect(page.getByText(`1 of 2\u202F000`)).toBeVisible({ timeout: patience })
  await expectResult(page)
  const rows = page.getByRole('region', { name: 'Inputs to run' }).getByRole('listitem')
  expect(await rows.count()).toBeLessThan(30)
  await expect(rows.first()).toHaveAttribute('aria-setsize', String(count))
  // Only rows on the screen have a small picture, and it keeps no URL.
  const thumbnail = rows.first().locator('canvas')
  await expect(thumbnail).toBeVisible()
  // The pictures are square; a canvas of another shape would distort them.
  await expect(thumbnail).toHaveJSProperty('width', 48)
  await expect(thumbnail).toHaveJSProperty('height', 48)
  expect(await urlsHeld(page)).toBe(1)
  await expect(page.getByTestId('waiting')).toContainText('1\u202F999 inputs wait')

  const list = page.getByRole('region', { name: 'Inputs to run' })
  const original = page.getByRole('img', { name: /^The original/ })
  await list.getByRole('button', { name: 'picture-0.png', exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(list.getByRole('button', { name: 'picture-1.png', exact: true })).toBeFocused()
  await page.keyboard.press('End')
  const last = list.getByRole('button', { name: 'picture-1999.png', exact: true })
  await expect(last).toBeFocused()
  await expect(last).toBeInViewport()
  await expect(original).toHaveAccessibleName('The original picture-1999.png')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('button', { name: 'picture-1998.png', exact: true })).toBeFocused()
  await expect(original).toHaveAccessibleName('The original picture-1998.png')
  expect(await urlsHeld(page)).toBe(1)

  const waiting = page.getByTestId('waiting')
  const text = (await waiting.textContent()) ?? ''
  await page.getByTestId('run-all').click()
  await expect(waiting).toBeHidden()
  await page.getByTestId('cancel').click()
  await expect(waiting).toBeVisible()
  await expect(waiting).not.toHaveText(text)
  await page.getByRole('button', { name: 'Remove all' }).click()
  await expect.poll(() => urlsHeld(page)).toBe(0)
})
