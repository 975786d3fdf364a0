import { expect, type Locator, type Page, test } from '@playwright/test'
import { download, expectResult, model, open, patience, result, runCount } from './app.ts'
import { expectNoFindings } from './axe.ts'

const steps = ['saved-model', 'loading', 'inference', 'shapes', 'signatures', 'tracing', 'placement']

const verdict = (page: Page): Locator => page.getByTestId('lesson-verdict')

/** Presses Tab until `target` has the focus. */
async function tabTo(target: Locator): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await target.page().keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${target}`)
}

/** Answers the open question with its first option, or a value on its slider, and runs the experiment. */
async function commit(page: Page): Promise<void> {
  const answer = page.getByRole('group', { name: 'Your answer' }).locator('input').first()
  await tabTo(answer)
  const isSlider = (await answer.getAttribute('type')) === 'range'
  await page.keyboard.press(isSlider ? 'ArrowRight' : 'Space')
  await page.keyboard.press('Enter')
  await expect(verdict(page)).toBeVisible({ timeout: patience })
}

test('Learn: each step asks, measures on the loaded model and answers, by keyboard alone', async ({ page }) => {
  await open(page, '?sample=keras&mode=learn&lesson=saved-model&backend=wasm')
  await expect(model(page)).toHaveAttribute('data-backend', 'wasm', { timeout: patience })
  await expect(page.getByTestId('lesson-commit')).toHaveAttribute('aria-disabled', 'true')
  await expectNoFindings(page)
  for (const [i, id] of steps.entries()) {
    await test.step(id, async () => {
      const entry = page.getByTestId(`lesson-${id}`)
      if (i > 0) {
        await tabTo(entry)
        await page.keyboard.press('Enter')
        // The idea of the lesson before is asked once more.
        await tabTo(page.getByTestId('lesson-recall').getByRole('button').first())
        await page.keyboard.press('Enter')
        await tabTo(page.getByRole('button', { name: /^Go on to/ }))
        await page.keyboard.press('Enter')
      }
      await commit(page)
      await expect(entry).toHaveAttribute('data-state', 'done')
      await expect(verdict(page)).toHaveAttribute('data-outcome', /^(expected|opposite|close)$/)
      // The verdict has the focus, and is announced.
      const headline = verdict(page).locator(':focus')
      await expect(headline).toContainText('You said')
      await expect(page.locator('[aria-live]')).toHaveText(/You said/)
      await expect(page.getByRole('region', { name: 'The experiment' })).toContainText('measured on this device')
    })
  }
  await expectNoFindings(page)
  await test.step('try it differently, then on another model', async () => {
    await page.getByTestId('lesson-tracing').click()
    await page.getByRole('button', { name: /^Skip to/ }).click()
    await page.getByRole('group', { name: 'Backend' }).getByText('CPU').click()
    await page.getByTestId('lesson-try').click()
    await commit(page)
    await expect(page.getByRole('table', { name: 'Tried' }).getByRole('row')).toHaveCount(2)
    await page.getByTestId('lesson-transfer').click()
    await commit(page)
    await expect(page.getByRole('table', { name: 'Tried' }).getByRole('row').last()).toContainText('Age of abalones')
  })
  await test.step('dark and 420 pixels wide', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 420, height: 900 })
    await expectNoFindings(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
  })
  await test.step('the loaded model and its result are as before', async () => {
    await page.getByTestId('mode-run').click()
    await expectResult(page)
    await expect(model(page)).toHaveAttribute('data-backend', 'wasm')
    expect(await runCount(page)).toBe(Number(await result(page).getAttribute('data-run')))
    await expect(result(page)).toContainText('2')
  })
  await test.step('a stage of the run links to the lesson that explains it', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByTestId('rail-compile').click()
    await page.getByRole('link', { name: /^Measure it in a lesson/ }).click()
    await expect(page).toHaveURL(/lesson=tracing.*mode=learn|mode=learn.*lesson=tracing/)
    await expect(page.getByTestId('lesson-tracing')).toHaveAttribute('aria-current', 'step')
  })
})

test('Learn: a teacher’s link hides controls; the learner’s page keeps, exports and deletes', async ({ page }) => {
  await open(page, '?mode=learn&lesson=tracing&hide=list,sure,reason')
  await expect(page.getByTestId('lesson-tracing')).toHaveCount(0)
  await expect(page.getByText(/is used, because no model is loaded/)).toBeVisible()
  await commit(page)
  await expect(page.getByText('How sure are you?')).toHaveCount(0)

  await test.step('an experiment can be stopped, and run again', async () => {
    await page.getByRole('button', { name: 'Change my answer' }).click()
    await page.getByRole('group', { name: 'Your answer' }).getByRole('radio').nth(1).check()
    // The experiment is short: press Stop in the frame in which it appears.
    await page.evaluate(async () => {
      const found = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
      found('lesson-commit')?.click()
      while (found('lesson-cancel') === null) await new Promise(requestAnimationFrame)
      found('lesson-cancel')?.click()
    })
    await expect(verdict(page)).toHaveAttribute('data-outcome', 'interrupted')
    await expect(verdict(page)).toContainText('Run it again to get the answer.')
  })

  await test.step('after a reload, everything is on the own page', async () => {
    await open(page, '?mode=learn&lesson=loading')
    await page.getByTestId('lessons-mine').click()
    const mine = page.getByTestId('lessons-page')
    await expect(mine.getByRole('row')).not.toHaveCount(1)
    await expectNoFindings(page)
    const { name, bytes } = await download(page, mine.getByRole('button', { name: 'Export as JSON' }))
    expect(name).toBe('glassbox-lessons.json')
    expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({ attempts: [{ lesson: 'tracing', part: 'first' }] })
    await mine.getByRole('button', { name: 'Delete' }).click()
    await mine.getByRole('button', { name: 'Delete all of it' }).click()
    await expect(mine).toContainText('Nothing has been predicted yet.')
    expect(await page.evaluate(() => localStorage.getItem('glassbox-lessons'))).toBe('{"attempts":[],"recalls":[]}')
  })
})
