import { readFile } from 'node:fs/promises'

/**
 * Operates the page as a user would.
 *
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ name: string, mimeType: string, buffer: Buffer }} InputFile
 */

/** A model on the plain JavaScript backend may take a minute on a busy machine. */
const patience = 300_000

/** An input file to drop. @param {string} name @param {Uint8Array} bytes @returns {InputFile} */
export function inputFile(name, bytes) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }
}

/**
 * Drops a file or folder and waits until a model is loaded. If there are several models, picks the chosen one.
 * @param {Page} page
 * @param {string} path
 * @param {(ids: readonly string[]) => string | undefined} choose
 * @returns {Promise<{ code: string, text: string } | null>} what is wrong; `null` once the model is loaded
 */
export async function load(page, path, choose) {
  await drop(page, [path])
  let came = await outcome(page)
  if (came === 'choose') {
    const ids = await offered(page)
    const id = choose(ids)
    if (id === undefined) return { code: came, text: `not offered; offered are ${ids.join(', ')}` }
    came = await pick(page, id)
  }
  return came === 'error' ? errorOf(page) : null
}

/**
 * Drops files and folders from disk on the page, as the system does after a drag.
 * @param {Page} page
 * @param {readonly string[]} paths
 */
async function drop(page, paths) {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
    await session.send('Input.dispatchDragEvent', { type, x: 20, y: 300, data })
  }
  await session.detach()
}

/**
 * The outcome of a drop: a model, a list of models to choose from, or an error.
 * @param {Page} page
 * @returns {Promise<'ready' | 'choose' | 'error'>}
 */
async function outcome(page) {
  const ready = page.getByTestId('model-ready')
  const choose = page.getByRole('list', { name: 'Models in the drop' })
  const error = page.getByTestId('error')
  await ready.or(choose).or(error).first().waitFor({ timeout: patience })
  // If a model loads but an input does not fit it, the outcome is the model.
  if (await ready.isVisible()) return 'ready'
  return (await choose.isVisible()) ? 'choose' : 'error'
}

/**
 * The ids of the models that a drop offers.
 * @param {Page} page
 */
async function offered(page) {
  const buttons = page.getByRole('list', { name: 'Models in the drop' }).getByRole('button')
  return (await buttons.locator('span').first().isVisible()) ? buttons.locator('.muted').allTextContents() : []
}

/**
 * Picks one of several models and waits until it loads or is refused.
 * @param {Page} page
 * @param {string} id
 * @returns {Promise<'ready' | 'error'>}
 */
async function pick(page, id) {
  const list = page.getByRole('list', { name: 'Models in the drop' })
  const name = page.getByText(id, { exact: true })
  await list.getByRole('button').filter({ has: name }).first().click()
  const ready = page.getByTestId('model-ready')
  await ready.or(page.getByTestId('error')).first().waitFor({ timeout: patience })
  return (await ready.isVisible()) ? 'ready' : 'error'
}

/**
 * Picks a signature and waits until the model is loaded with it.
 * @param {Page} page
 * @param {string} name
 */
export async function chooseSignature(page, name) {
  await idle(page)
  const select = page.getByTestId('signature-select')
  await select.selectOption(name)
  await page.waitForFunction(
    (wanted) => {
      const element = document.querySelector('[data-testid="signature-select"]')
      return element instanceof HTMLSelectElement && element.value === wanted
    },
    name,
    { timeout: patience },
  )
  await page.getByTestId('model-ready').waitFor({ timeout: patience })
}

/** @param {Page} page */
async function errorOf(page) {
  const error = page.getByTestId('error')
  return {
    code: (await error.getAttribute('data-code')) ?? '',
    text: ((await error.textContent()) ?? '').replace(/\s+/g, ' '),
  }
}

/**
 * Waits until nothing runs: a drop with inputs runs them automatically.
 * @param {Page} page
 */
async function idle(page) {
  await page.locator('[data-testid="cancel"]').waitFor({ state: 'detached', timeout: patience })
}

/** @param {Page} page */
async function lastRun(page) {
  const result = page.getByTestId('result')
  return (await result.count()) === 0 ? 0 : Number((await result.getAttribute('data-run')) ?? 0)
}

/**
 * Waits for a run later than `before` to end.
 * @param {Page} page
 * @param {number} before
 */
async function finished(page, before) {
  const state = await page.waitForFunction(
    (run) => {
      const result = document.querySelector('[data-testid="result"]')
      const done = Number(result?.getAttribute('data-run') ?? 0) > run
      const word = result?.getAttribute('data-state') ?? ''
      return done && (word === 'done' || word === 'error') ? word : null
    },
    before,
    { timeout: patience },
  )
  if ((await state.jsonValue()) === 'error') throw new Error((await errorOf(page)).text)
}

/**
 * The record of the shown result, by its JSON export.
 * @param {Page} page
 */
async function exported(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-json').click()])
  return JSON.parse(await readFile(await download.path(), 'utf8'))
}

/**
 * Fills every input with the ramp, sets free dimensions, runs, and reads the result.
 * @param {Page} page
 * @param {number} size of free dimensions but the first
 */
export async function runRamp(page, size) {
  const inputs = page.getByRole('region', { name: /^Input / })
  await inputs.first().waitFor()
  await idle(page)
  for (const input of await inputs.all()) {
    await input.getByLabel(/^Source of/).selectOption('fill:ramp')
    const sizes = input.getByText(/^Free dimensions/)
    if ((await sizes.count()) === 0) continue
    await sizes.click()
    const boxes = input.getByLabel(/^Dimension \d/)
    await boxes.first().waitFor()
    for (const box of await boxes.all()) {
      await box.fill((await labelOf(box)).startsWith('Dimension 0') ? '1' : String(size))
      await box.press('Enter')
    }
  }
  return again(
    page,
    async () => {
      const before = await lastRun(page)
      await page.getByTestId('run').click({ timeout: patience })
      await finished(page, before)
      return exported(page)
    },
    ({ file }) => file === 'ramp',
  )
}

/** @param {import('@playwright/test').Locator} box */
async function labelOf(box) {
  return box.evaluate((element) => /** @type {HTMLInputElement} */ (element).labels?.[0]?.textContent ?? '')
}

/**
 * Drops input files, which run automatically, and reads the result.
 * @param {Page} page
 * @param {readonly InputFile[]} files
 */
export async function runFiles(page, files) {
  await page.getByTestId('input-files').waitFor({ state: 'attached' })
  await idle(page)
  const before = await lastRun(page)
  await page.getByTestId('input-files').setInputFiles([...files])
  return again(
    page,
    async () => {
      await finished(page, before)
      return exported(page)
    },
    ({ file }) => files.some(({ name }) => name === file),
  )
}

/**
 * A dropped folder may contain inputs, which run automatically and may end in between, so only a result with the
 * requested inputs counts.
 * @param {Page} page
 * @param {() => Promise<any>} work
 * @param {(input: { name: string, file: string }) => boolean} wanted
 */
async function again(page, work, wanted) {
  for (let tries = 0; tries < 5; tries++) {
    const record = await work()
    if (record.inputs.every(wanted)) return record
    await idle(page)
  }
  throw new Error('The page shows results of other inputs than those that were given.')
}
