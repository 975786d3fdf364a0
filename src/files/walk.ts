import { throwIfAborted } from '../base/abort.ts'
import { mapConcurrently } from '../base/concurrency.ts'
import type { DroppedFile } from '../base/drop.ts'
import { EngineError } from '../base/errors.ts'
import { isJunk, joinPath } from './paths.ts'

/** Called after each folder with the number of files found so far. */
type OnCount = (files: number) => void

interface FoundEntry {
  readonly path: string
  readonly entry: FileSystemFileEntry
}

/** Getting the file of an entry is a round trip to another browser process; this many run at a time. */
const asksAtOnce = 64

/**
 * The files of a drag or a paste, with folders walked recursively. Call it in the event's own task: the browser empties
 * the list of items afterwards. Raises `file-unreadable` if a folder cannot be listed, `cancelled`.
 */
export async function collect(
  data: DataTransfer,
  signal?: AbortSignal,
  onCount?: OnCount,
): Promise<readonly DroppedFile[]> {
  const entries: (FileSystemEntry | File)[] = []
  for (const item of data.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry() ?? item.getAsFile()
    if (entry !== null) entries.push(entry)
  }
  if (entries.length === 0) entries.push(...data.files)
  const found: (DroppedFile | FoundEntry)[] = []
  for (const entry of entries) {
    if (entry instanceof File) found.push({ path: pastedName(entry), file: entry })
    else await walk(entry, '', found, signal, onCount)
  }
  return mapConcurrently(found, asksAtOnce, async (one) => {
    throwIfAborted(signal)
    return 'file' in one ? one : { path: one.path, file: await fileOf(one) }
  })
}

/** The files of a picker, with their folder if a folder was picked. */
export function collectList(list: Iterable<File>): readonly DroppedFile[] {
  return [...list]
    .map((file) => ({ path: file.webkitRelativePath || file.name || 'unnamed', file }))
    .filter(({ path }) => !isJunk(path))
}

/** Lists the entries of a folder, without getting their files. */
async function walk(
  entry: FileSystemEntry,
  folder: string,
  found: (DroppedFile | FoundEntry)[],
  signal: AbortSignal | undefined,
  onCount: OnCount | undefined,
): Promise<void> {
  throwIfAborted(signal)
  const path = joinPath(folder, entry.name)
  if (isJunk(path) || isJunk(joinPath(path, 'x'))) return
  if (isDirectory(entry)) {
    for (const child of await children(entry, path, signal)) await walk(child, path, found, signal, onCount)
    onCount?.(found.length)
  } else if (isFile(entry)) found.push({ path, entry })
}

function fileOf({ path, entry }: FoundEntry): Promise<File> {
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
