import { nextTask, throwIfAborted } from '../base/abort.ts'
import { mapConcurrently } from '../base/concurrency.ts'
import type { DroppedFile } from '../base/drop.ts'
import { EngineError, toEngineError, toPlainError } from '../base/errors.ts'
import type { OnProgress } from '../base/progress.ts'
import type { ArchiveKind, NamedSource, Unpacked } from './archive.ts'
import { archiveKinds } from './archives.ts'
import { blobSource } from './byte-source.ts'
import { TreeBuilder } from './file-tree.ts'
import { LateFiles } from './late-files.ts'
import { Budget, type Limits } from './limits.ts'
import { magicLength } from './magic.ts'
import { baseName, isJunk, safePath } from './paths.ts'
import { createReads } from './reads.ts'
import type { ByteSource, FileTree } from './tree.ts'

export interface OpenTreeOptions {
  readonly signal?: AbortSignal | undefined
  /** Counted in files of the drop. */
  readonly onProgress?: OnProgress | undefined
  readonly limits?: Limits
  /** Sources of the files that are delivered later. */
  readonly late?: LateFiles
  /** Files that are probably read whole: small ones are read while the rest of the drop is listed. */
  readonly ahead?: (path: string) => boolean
}

/** Files listed between two checks of the signal, and heads read at a time. */
const batch = 256
const readsAtOnce = 32

/** Folders with more files than this are not read ahead. */
const mostAhead = 32

/** Never archives: a folder of 10,000 photos is listed without reading them. */
const neverArchives =
  /^(.*\/)?(saved_model\.pb|variables\.(index|data-\d+-of-\d+))$|\.(bin|jpe?g|png|gif|webp|avif|bmp|tiff?|heic|svg|ico|npy|wav|mp3|ogg|flac|m4a|mp4|mov|webm|avi)$/i

/**
 * Turns a drop into a tree of named byte sources. Archives (zip, tar, gzip, recognised by their first bytes) are opened
 * in place, under their own path; `.npz`, `.keras` and PyTorch files are zips too, but stay single files. An archive
 * that cannot be opened is reported in `problems`; the rest of the drop is kept. Raises `cancelled`.
 */
export async function openTree(files: readonly DroppedFile[], options: OpenTreeOptions = {}): Promise<FileTree> {
  const opening = new Opening(options)
  const { late = new LateFiles() } = options
  for (let done = 0; done < files.length; done += batch) {
    throwIfAborted(options.signal)
    const some = files.slice(done, done + batch)
    const note = `listing ${baseName(some[0]?.path ?? '')}`
    options.onProgress?.({ stage: 'files', done, total: files.length, note })
    const named = some.map(({ path, file }, i) => ({ path: safePath(path), file: file ?? late.source(done + i) }))
    await opening.addDropped(named.filter(({ path }) => !isJunk(path)))
    await nextTask()
  }
  return opening.build()
}

class Opening {
  readonly #tree = new TreeBuilder()
  readonly #reads = createReads()
  readonly #budget: Budget
  readonly #signal: AbortSignal | undefined
  readonly #ahead: OpenTreeOptions['ahead']

  constructor({ signal, limits, ahead }: OpenTreeOptions) {
    this.#signal = signal
    this.#ahead = ahead
    this.#budget = new Budget(limits)
  }

  build(): FileTree {
    return this.#tree.build(this.#reads)
  }

  addDropped(files: readonly { readonly path: string; readonly file: Blob | ByteSource }[]): Promise<void> {
    for (const { names, open } of archiveKinds)
      if (files.some(({ path }) => names.test(path))) open().catch(() => undefined)
    const { rememberHead, rememberSmall } = this.#reads
    return this.#add(
      files.map(({ path, file }) => ({
        path,
        source: file instanceof Blob ? rememberHead(rememberSmall(blobSource(file, path))) : file,
      })),
      0,
    )
  }

  /** Adds files in order, replacing each archive with its contents. */
  async #add(files: readonly NamedSource[], depth: number): Promise<void> {
    const wanted = files.filter(({ path }) => this.#ahead?.(path) === true)
    // Reads are serialised; the small files that describe a model are needed before its weights.
    const bySize = wanted.toSorted((a, b) => a.source.size - b.source.size)
    if (wanted.length <= mostAhead) for (const { source } of bySize) source.ahead?.()
    const suspects = files.filter(({ path }) => !neverArchives.test(path))
    const found = await mapConcurrently(suspects, readsAtOnce, (file) => this.#archiveKind(file))
    const kinds = new Map(suspects.map((file, i) => [file, found[i] ?? null]))
    for (const file of files) {
      const path = this.#tree.freePath(file.path)
      const kind = kinds.get(file) ?? null
      if (kind instanceof EngineError) this.#tree.addProblem({ path, ...toPlainError(kind) })
      else if (kind === null) this.#tree.add(path, file.source)
      else await this.#addArchive(kind, { path, source: file.source }, depth)
    }
  }

  /**
   * The archive type of a file, `null` if it is none; a file that cannot be read gives its error. Raises `cancelled`.
   */
  async #archiveKind({ source }: NamedSource): Promise<ArchiveKind | EngineError | null> {
    try {
      await source.arrived?.(this.#signal)
      if (source.size === 0) return null
      const head = await source.read(0, Math.min(magicLength, source.size), this.#signal)
      return archiveKinds.find(({ matches }) => matches(head)) ?? null
    } catch (error) {
      return unlessCancelled(error, 'file-unreadable')
    }
  }

  /** Reports an archive that cannot be opened under its path; rethrows only a cancel. */
  async #addArchive(kind: ArchiveKind, file: NamedSource, depth: number): Promise<void> {
    const unpacked = await this.#unpack(kind, file, depth).catch((error: unknown) =>
      unlessCancelled(error, 'archive-invalid'),
    )
    if (unpacked instanceof EngineError) this.#tree.addProblem({ path: file.path, ...toPlainError(unpacked) })
    else if ('zip' in unpacked) this.#tree.add(file.path, file.source, unpacked.zip)
    else {
      await this.#add(unpacked.files, depth + 1)
      for (const problem of unpacked.problems) this.#tree.addProblem(problem)
    }
  }

  async #unpack(kind: ArchiveKind, { path, source }: NamedSource, depth: number): Promise<Unpacked> {
    const most = this.#budget.limits.depth
    if (depth >= most)
      throw new EngineError(
        'archive-too-large',
        `${path} is an archive nested in ${depth} others; the limit is ${most} levels.`,
        'Unpack it with another program and drop its contents.',
      )
    const { unpack } = await kind.open()
    return unpack({ path, source, budget: this.#budget, reads: this.#reads, signal: this.#signal })
  }
}

function unlessCancelled(error: unknown, code: 'file-unreadable' | 'archive-invalid'): EngineError {
  const wrapped = toEngineError(error, code)
  if (wrapped.code === 'cancelled') throw wrapped
  return wrapped
}
