import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

/**
 * Checks the accessibility of the page as it is now. `axe.run` is called in the page itself, which has no frames: the
 * Playwright integration of axe takes three times as long, because it also writes out all rules that passed.
 */
export async function expectNoFindings(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    // Colours on their way from one theme to the other are neither.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)))
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
  expect(violations).toEqual([])
}
