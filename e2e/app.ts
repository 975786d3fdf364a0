import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page } from '@playwright/test'

/** The page by role and name; the few test ids are part of the interface for automation. */

export const fixture = (path: string): string => fileURLToPath(new URL(`fixtures/${path}`, import.meta.url))

export const samplePath = (path: string): string => fileURLToPath(new URL(`../public/samples/${path}`, import.meta.url))

/** A file that exists only in memory. */
export interface MadeFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

export function made(name: string, content: string | Buffer | Uint8Array): MadeFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content as Buffer) }
}

/** Enough for a run on the slowest backend of a busy machine. */
export const patience = 60_000

export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glassbox')
}

export async function pickFiles(page: Page, files: readonly string[] | readonly MadeFile[]): Promise<void> {
  await page
    .getByTestId('model-files')
    .first()
    .setInputFiles([...files] as string[] & MadeFile[])
}

export async function pickInputs(page: Page, files: readonly string[] | readonly MadeFile[]): Promise<void> {
  await page.getByTestId('input-files').setInputFiles([...files] as string[] & MadeFile[])
}

/** Drags files and folders from disk onto the page, with the entries of a real drag. */
export async function drag(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 20, y: 300, data })
  }
  await session.detach()
}

export const model = (page: Page): Locator => page.getByTestId('model-ready')
export const result = (page: Page): Locator => page.getByTestId('result')
export const error = (page: Page): Locator => page.getByTestId('error')

export async function expectModel(page: Page, name: string): Promise<void> {
  await expect(model(page).getByRole('heading')).toHaveText(name, { timeout: patience })
}

/** Waits until the shown run has succeeded, its view is drawn, and nothing is running. */
export async function expectResult(page: Page): Promise<void> {
  await expect(result(page)).toHaveAttribute('data-state', 'done', { timeout: patience })
  // A view that arrives later moves the buttons below it, and a click may miss them.
  await expect(result(page).locator('[data-view]').first()).toBeAttached({ timeout: patience })
  await expect(page.getByTestId('run')).not.toHaveAttribute('aria-disabled', 'true', { timeout: patience })
}

export async function runCount(page: Page): Promise<number> {
  return Number(await result(page).getAttribute('data-run'))
}

/** Does something that causes a run, and waits until that run has succeeded. */
export async function expectNextResult(page: Page, act: () => Promise<unknown>): Promise<void> {
  const count = async () => ((await result(page).count()) === 0 ? 0 : runCount(page))
  const before = await count()
  await act()
  await expect.poll(count, { timeout: patience }).toBeGreaterThan(before)
  await expectResult(page)
}

/** Presses Run and waits until it ends. */
export async function run(page: Page): Promise<void> {
  await expectNextResult(page, () => page.getByTestId('run').click())
}

export async function fillWith(page: Page, input: string, fill: string): Promise<void> {
  await page
    .getByRole('region', { name: `Input ${input}` })
    .getByLabel(/^Source of/)
    .selectOption({ label: fill })
}

export interface ResultRecord {
  readonly schema: string
  readonly model: {
    readonly name: string
    readonly format: string
    readonly bytes: number
    readonly signature: string
    readonly operations: { readonly before: number; readonly after: number }
    readonly repairs: readonly string[]
  }
  readonly backend: {
    readonly id: string
    readonly ladder: readonly { readonly id: string; readonly state: string; readonly reason: string }[]
  }
  readonly preprocessing: readonly { readonly input: string; readonly id: string; readonly summary: string }[]
  readonly inputs: readonly { readonly name: string; readonly file: string; readonly shape: readonly number[] }[]
  readonly outputs: readonly {
    readonly name: string
    readonly dtype: string
    readonly shape: readonly number[]
    readonly view: string
    readonly stats: {
      readonly min: number
      readonly max: number
      readonly mean: number
      readonly sum: number
      readonly nan: number
    }
    readonly values: readonly (number | string)[]
    readonly top: readonly { readonly label: string; readonly index: number; readonly value: number }[]
  }[]
  readonly readings: readonly {
    readonly view: string
    readonly outputs: readonly string[]
    readonly options: Readonly<Record<string, unknown>>
    readonly data: {
      readonly rows: readonly (readonly { readonly label: string; readonly index: number; readonly value: number }[])[]
    }
  }[]
  readonly latency: {
    readonly first: number | null
    readonly runs: readonly number[]
    readonly p50: number
    readonly p95: number
  }
}

/** The bytes of the file that a button saves. */
export async function download(
  page: Page,
  button: Locator,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [saved] = await Promise.all([page.waitForEvent('download'), button.click()])
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) }
}

export async function exportJson(page: Page): Promise<ResultRecord> {
  const { bytes } = await download(page, page.getByTestId('export-json'))
  return JSON.parse(bytes.toString('utf8')) as ResultRecord
}
