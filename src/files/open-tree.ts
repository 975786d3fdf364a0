import { nextTask, throwIfAborted } from '../base/abort.ts'
import { mapConcurrently } from '../base/concurrency.ts'
import type { DroppedFile } from '../base/drop.ts'
import { EngineError, toEngineError, toPlainError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import type { OnProgress } from '../base/progress.ts'
import { blobSource, sliceSource } from './byte-source.ts'
import { TreeBuilder } from './file-tree.ts'
import { inflateHead, inflateToBlob } from './inflate.ts'
import { Budget, type Limits } from './limits.ts'
import { type ArchiveKind, archiveOf, isTarHeader, magicLength } from './magic.ts'
import { baseName, isJunk, joinPath, safePath } from './paths.ts'
import { rememberHead } from './remembered-head.ts'
import { rememberSmall } from './small-file.ts'
import { listTar } from './tar.ts'
import type { ByteSource, FileTree } from './tree.ts'
import { zipEntrySource } from './zip.ts'
import { listZip, type ZipEntry, zipContent } from './zip-directory.ts'

export interface OpenTreeOptions {
  readonly signal?: AbortSignal | undefined
  /** In files of the drop. */
  readonly onProgress?: OnProgress | undefined
  readonly limits?: Limits
  /** Files that will be wanted whole: small ones come while the rest of the drop is looked at. */
  readonly ahead?: (path: string) => boolean
}

/** Files listed between two looks at the signal, and heads read at a time. */
const batch = 256
const readsAtOnce = 32

/** A folder of thousands is not read at one go. */
const mostAhead = 32

interface Listed {
  readonly path: string
  readonly source: ByteSource
}

/** Pictures, sound, film and weights are never archives; a folder of 10,000 photos is listed without touching them. */
const neverArchives =
  /^(.*\/)?(saved_model\.pb|variables\.(index|data-\d+-of-\d+))$|\.(bin|jpe?g|png|gif|webp|avif|bmp|tiff?|heic|svg|ico|wav|mp3|ogg|flac|m4a|mp4|mov|webm|avi)$/i

/**
 * Turns a drop into a tree of named byte sources. Archives (zip, tar, gzip, recognised by their first bytes) are opened in
 * place, under their own path; `.npz`, `.keras` and PyTorch files are zips too, but stay the files they are. An archive
 * that cannot be opened is left out and told in `problems`; the rest of the drop is not lost. Raises `cancelled`.
 */
export async function openTree(files: readonly DroppedFile[], options: OpenTreeOptions = {}): Promise<FileTree> {
  const opening = new Opening(options)
  for (let done = 0; done < files.length; done += batch) {
    throwIfAborted(options.signal)
    const some = files.slice(done, done + batch)
    const note = `listing ${baseName(some[0]?.path ?? '')}`
    options.onProgress?.({ stage: 'files', done, total: files.length, note })
    const named = some.map(({ path, file }) => ({ path: safePath(path), file }))
    const kept = named.filter(({ path }) => !isJunk(path))
    await opening.addAll(
      kept.map(({ path, file }) => ({ path, source: rememberHead(rememberSmall(blobSource(file, path))) })),
      0,
    )
    await nextTask()
  }
  return opening.tree.build()
}

class Opening {
  readonly tree = new TreeBuilder()
  readonly #budget: Budget
  readonly #signal: AbortSignal | undefined
  readonly #ahead: OpenTreeOptions['ahead']

  constructor({ signal, limits, ahead }: OpenTreeOptions) {
    this.#signal = signal
    this.#ahead = ahead
    this.#budget = new Budget(limits)
  }

  /** Adds files, or what is in them where they are archives, in their order. */
  async addAll(files: readonly Listed[], depth: number): Promise<void> {
    const wanted = files.filter(({ path }) => this.#ahead?.(path) === true)
    // Reads take turns; what describes a model is shorter than its weights, and wanted first.
    const bySize = wanted.toSorted((a, b) => a.source.size - b.source.size)
    if (wanted.length <= mostAhead) for (const { source } of bySize) source.ahead?.()
    const kinds = await mapConcurrently(files, readsAtOnce, (file) => this.#archiveKind(file))
    for (const [i, { path, source }] of files.entries()) {
      const free = this.tree.freePath(path)
      const kind = kinds[i] ?? null
      if (kind instanceof EngineError) this.tree.addProblem({ path: free, ...toPlainError(kind) })
      else if (kind === null) this.tree.add(free, source)
      else {
        const opened = await this.#guard(free, () => this.#expand(kind, free, source, depth))
        if (opened === false) this.tree.add(free, source)
      }
    }
  }

  /** What sort of archive a file is, `null` for none; a file that cannot be read gives its error. Raises `cancelled`. */
  async #archiveKind({ path, source }: Listed): Promise<ArchiveKind | EngineError | null> {
    if (neverArchives.test(path) || source.size === 0) return null
    try {
      return archiveOf(await source.read(0, Math.min(magicLength, source.size), this.#signal))
    } catch (error) {
      const wrapped = toEngineError(error, 'file-unreadable')
      if (wrapped.code === 'cancelled') throw wrapped
      return wrapped
    }
  }

  /** Whatever goes wrong with one archive is told of that archive; only a cancel ends the whole. */
  async #guard<T>(path: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work()
    } catch (error) {
      const wrapped = toEngineError(error, 'archive-invalid')
      if (wrapped.code === 'cancelled') throw wrapped
      this.tree.addProblem({ path, ...toPlainError(wrapped) })
      return null
    }
  }

  async #expand(kind: ArchiveKind, path: string, source: ByteSource, depth: number): Promise<boolean> {
    if (depth < this.#budget.limits.depth) {
      if (kind === 'zip') return this.#zip(path, source, depth)
      if (kind === 'tar') return this.#tar(path, source, depth)
      return this.#gzip(path, source, depth)
    }
    throw new EngineError(
      'archive-too-large',
      `${path} is an archive inside ${depth} others; ${this.#budget.limits.depth} levels are opened at most.`,
      'Unpack it with another program and drop what is inside.',
    )
  }

  async #zip(path: string, source: ByteSource, depth: number): Promise<boolean> {
    const entries = await listZip(source, path, this.#signal, () => this.#budget.addFiles(1, path))
    const names = entries.map(({ name }) => name)
    if (zipContent(path, names) !== 'folder') return false
    const locked: ZipEntry[] = []
    const inside: Listed[] = []
    for (const entry of entries) {
      const name = safePath(entry.name)
      if (isJunk(name)) continue
      const inner = joinPath(path, name)
      if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) locked.push(entry)
      else {
        await this.#guard(inner, async () => {
          if (entry.method === 8) this.#budget.checkRatio(entry.inflated, entry.stored, inner)
          inside.push({ path: inner, source: rememberHead(zipEntrySource(source, entry, inner, this.#budget)) })
        })
      }
    }
    await this.addAll(inside, depth + 1)
    const [first] = locked
    if (first !== undefined)
      this.tree.addProblem({ path, ...toPlainError(unreadable(path, first, locked.length, entries.length)) })
    return true
  }

  async #tar(path: string, source: ByteSource, depth: number): Promise<boolean> {
    const members = await listTar(source, path, this.#signal, () => this.#budget.addFiles(1, path))
    const inside = members.flatMap(({ name, start, end }): readonly Listed[] => {
      const safe = safePath(name)
      const inner = joinPath(path, safe)
      return isJunk(safe) ? [] : [{ path: inner, source: sliceSource(source, start, end, inner) }]
    })
    await this.addAll(inside, depth + 1)
    return true
  }

  /** A gzip holds one stream: a tar, or one file, which is named after the archive without its ending. */
  async #gzip(path: string, source: ByteSource, depth: number): Promise<boolean> {
    let inflated = 0
    const onBytes = (bytes: Uint8Array) => {
      inflated += bytes.length
      this.#budget.addInflated(bytes.length, inflated, source.size, path)
    }
    const head = await inflateHead(source, 'gzip', path, magicLength, this.#signal)
    const whole = blobSource(await inflateToBlob(source, 'gzip', path, { signal: this.#signal, onBytes }), path)
    if (isTarHeader(head)) return this.#tar(path, whole, depth)
    this.#budget.addFiles(1, path)
    const name = baseName(path).replace(/\.gz(ip)?$/i, '') || 'unnamed'
    await this.addAll([{ path: joinPath(path, name), source: whole }], depth + 1)
    return true
  }
}

const methodNames: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

function unreadable(path: string, first: ZipEntry, count: number, all: number): EngineError {
  const which =
    count === all
      ? `${path} cannot be opened`
      : `${formatCount(count)} of ${formatCount(all, 'file')} in ${path} cannot be opened`
  const why = first.encrypted
    ? 'encrypted'
    : `compressed by ${methodNames[first.method] ?? 'an unknown method'} (method ${first.method})`
  return new EngineError(
    'archive-invalid',
    `${which}: ${first.name} is ${why}.`,
    first.encrypted
      ? 'Unpack it with its password and drop the folder instead.'
      : 'Only stored and deflated files are read. Unpack it with another program and drop the folder instead.',
  )
}
