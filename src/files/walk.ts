import { throwIfAborted } from '../base/abort.ts'
import { mapConcurrently } from '../base/concurrency.ts'
import type { DroppedFile, LateFile } from '../base/drop.ts'
import { EngineError, toPlainError } from '../base/errors.ts'
import { isJunk, joinPath } from './paths.ts'

/** Called at intervals with the number of files found so far. */
type OnCount = (files: number) => void

interface FoundEntry {
  readonly path: string
  readonly entry: FileSystemFileEntry
}

interface LooseFile {
  readonly path: string
  readonly file: Blob
}

type Found = LooseFile | FoundEntry

/** Getting the file of an entry is a round trip to another browser process; this many run at a time. */
const asksAtOnce = 64
/** Folders listed at a time; a browser needs several round trips for each. */
const foldersAtOnce = 64
/** Minimum interval between two counts, ms. */
const countInterval = 100

/**
 * Getting a file of a folder takes a browser about 1 ms, and sending a loose one 0.2 ms. With more pictures than this,
 * their names are listed first: the worker recognises them by name, without a handle.
 */
const maxPictures = 1000
const picture = /\.(png|jpe?g|gif|webp|bmp|avif)$/i

/** The files of a drag or a paste. */
export interface Collected {
  readonly files: readonly DroppedFile[]
  /** Gets the files that `files` lists without a handle, in order. Raises `cancelled`, and what `onFiles` raises. */
  late(onFiles: (files: readonly LateFile[]) => Promise<unknown>, signal?: AbortSignal): Promise<void>
}

/**
 * The files of a drag or a paste, with folders walked recursively. Call it in the event's own task: the browser empties
 * the list of items afterwards. Raises `file-unreadable` if a folder cannot be listed, `cancelled`.
 */
export async function collect(data: DataTransfer, signal?: AbortSignal, onCount?: OnCount): Promise<Collected> {
  const found = await new Walk(signal, onCount).all(rootsOf(data))
  const pictures = found.flatMap((one, index) => (picture.test(one.path) ? [{ one, index }] : []))
  const late = pictures.length > maxPictures ? pictures : []
  const isLate = new Set(late.map(({ index }) => index))
  const files = await mapConcurrently(found, asksAtOnce, async (one, index): Promise<DroppedFile> => {
    throwIfAborted(signal)
    return { path: one.path, file: isLate.has(index) ? null : await fileOf(one) }
  })
  const ask = async ({ one, index }: (typeof late)[number]): Promise<LateFile> => ({
    index,
    file: await fileOf(one).catch((error: unknown) => toPlainError(error)),
  })
  return {
    files,
    late: async (onFiles, until) => {
      for (let from = 0; from < late.length; from += asksAtOnce) {
        throwIfAborted(until)
        await onFiles(await Promise.all(late.slice(from, from + asksAtOnce).map(ask)))
      }
    },
  }
}

/** A loose file has its handle at once; only the entries of folders are asked for theirs. */
function rootsOf(data: DataTransfer): readonly (LooseFile | FileSystemEntry)[] {
  const roots: (LooseFile | FileSystemEntry)[] = []
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  const { files } = data
  // Whether an item is a folder takes a browser 0.15 ms to say, during which the page is blocked.
  const byType = items.length > maxPictures && files.length === items.length
  for (const [i, item] of items.entries()) {
    const listed = byType ? files[i] : undefined
    if (listed?.type.startsWith('image/')) {
      roots.push({ path: listed.name, file: listed })
      continue
    }
    const entry = item.webkitGetAsEntry()
    const file = entry?.isDirectory === true ? null : item.getAsFile()
    if (file !== null) roots.push({ path: entry === null ? pastedName(file) : file.name, file })
    else if (entry !== null) roots.push(entry)
  }
  return roots.length > 0 ? roots : [...data.files].map((file) => ({ path: pastedName(file), file }))
}

/** The files of a picker, with their folder if a folder was picked. */
export function collectList(list: Iterable<File>): readonly DroppedFile[] {
  return [...list]
    .map((file) => ({ path: file.webkitRelativePath || file.name || 'unnamed', file }))
    .filter(({ path }) => !isJunk(path))
}

/** Lists folders without getting their files. */
class Walk {
  readonly #signal: AbortSignal | undefined
  readonly #onCount: OnCount | undefined
  #count = 0
  #reported = Number.NEGATIVE_INFINITY

  constructor(signal: AbortSignal | undefined, onCount: OnCount | undefined) {
    this.#signal = signal
    this.#onCount = onCount
  }

  async all(roots: readonly (LooseFile | FileSystemEntry)[], folder = ''): Promise<readonly Found[]> {
    const found = await mapConcurrently(roots, foldersAtOnce, async (root): Promise<readonly Found[]> => {
      throwIfAborted(this.#signal)
      if ('path' in root) return this.#counted(root)
      const path = joinPath(folder, root.name)
      if (isJunk(path) || isJunk(joinPath(path, 'x'))) return []
      if (isFile(root)) return this.#counted({ path, entry: root })
      if (!isDirectory(root)) return []
      const inner = await this.all(await children(root, path, this.#signal), path)
      this.#report()
      return inner
    })
    return found.flat()
  }

  /** The page renders the count, which takes as long as listing some folders. */
  #report(): void {
    const now = performance.now()
    if (now - this.#reported < countInterval) return
    this.#reported = now
    this.#onCount?.(this.#count)
  }

  #counted(found: Found): readonly Found[] {
    if (isJunk(found.path)) return []
    this.#count++
    return [found]
  }
}

async function fileOf(found: Found): Promise<Blob> {
  if ('file' in found) return found.file
  const { path, entry } = found
  return new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch((error: unknown) => {
    throw unlistable(path, error)
  })
}

/** Chromium's reader returns at most 100 entries a call; call it until it returns none. */
async function children(
  directory: FileSystemDirectoryEntry,
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    throwIfAborted(signal)
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(
      (error: unknown) => {
        throw unlistable(path, error)
      },
    )
    if (batch.length === 0) return all
    all.push(...batch)
  }
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

/** A pasted picture has no name of its own: browsers call every one `image.png`. */
function pastedName(file: File): string {
  const type = /^image\/(png|jpeg|gif|webp|bmp|avif)$/.exec(file.type)?.[1]
  const nameless = file.name === '' || /^image\.(png|jpe?g|gif|webp|bmp|avif)$/.test(file.name)
  return type !== undefined && nameless ? `pasted picture.${type === 'jpeg' ? 'jpg' : type}` : file.name || 'unnamed'
}

function unlistable(path: string, cause: unknown): EngineError {
  return new EngineError(
    'file-unreadable',
    `${path} could not be read: it was deleted, or the browser has no permission.`,
    'Drop it again, or drop its files instead of the folder.',
    cause,
  )
}
