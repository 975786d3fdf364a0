import type { FileRef, InputFile } from '../../base/plan.ts'
import { call } from '../engine.ts'
import { sourceKey } from '../state.ts'
import { patch, store } from '../store.ts'

let wanted: ReadonlySet<string> = new Set()

/** Creates object URLs for the pictures and sounds among these files and revokes all others. */
export async function showOriginals(files: readonly FileRef[]): Promise<void> {
  wanted = new Set(files.map(sourceKey))
  const { originals } = store.getState().input
  const kept = Object.entries(originals).filter(([key]) => wanted.has(key))
  for (const [key, url] of Object.entries(originals)) if (!wanted.has(key)) URL.revokeObjectURL(url)
  patch('input', { originals: Object.fromEntries(kept) })
  await Promise.all(files.filter((file) => isPicture(file) || found(file)?.plays === true).map(showOriginal))
}

function found({ drop, path }: FileRef): InputFile | undefined {
  return store.getState().input.files.find(({ file }) => file.path === path && file.drop === drop)
}

function isPicture(file: FileRef): boolean {
  return found(file)?.drawable === true
}

async function showOriginal(file: FileRef): Promise<void> {
  const key = sourceKey(file)
  if (store.getState().input.originals[key] !== undefined) return
  try {
    const blob = await call('file', file)
    const { originals } = store.getState().input
    // Meanwhile the selection may have moved to another input set and back.
    if (!wanted.has(key) || originals[key] !== undefined) return
    patch('input', { originals: { ...originals, [key]: URL.createObjectURL(blob) } })
  } catch {
    // The original is optional; the prepared tensor reports its own errors.
  }
}

/**
 * A file's picture scaled to a height in px, for a row on the screen; no object URL is kept for it. `null` for other
 * files, for a picture that cannot be decoded, and after an abort.
 */
export async function pictureOf(file: FileRef, height: number, signal: AbortSignal): Promise<ImageBitmap | null> {
  if (!isPicture(file)) return null
  try {
    const blob = await call('file', file, { signal })
    const picture = await createImageBitmap(blob, { resizeHeight: height, resizeQuality: 'medium' })
    if (!signal.aborted) return picture
    picture.close()
  } catch {
    // The row has its name; `prepare` reports why a picture cannot be read.
  }
  return null
}
