import { throwIfAborted } from '../base/abort.ts'
import { mapConcurrently } from '../base/concurrency.ts'
import type { LateFile, OpenedDrop } from '../base/drop.ts'
import { EngineError, toEngineError, toPlainError } from '../base/errors.ts'
import type { FileRef, InputFile } from '../base/plan.ts'
import { LateFiles } from '../files/late-files.ts'
import { openTree } from '../files/open-tree.ts'
import type { ByteSource, FileTree, TreeFile } from '../files/tree.ts'
import { describingFiles, type FoundModels, findModels, mayHoldModel } from '../formats/index.ts'
import { sniffInput, sniffName } from '../inputs/index.ts'
import type { OpenRequest } from './protocol.ts'
import type { CallContext } from './serve.ts'

/** An opened drop, with its models and inputs. */
export interface Drop {
  readonly tree: FileTree
  readonly found: FoundModels
  readonly opened: OpenedDrop
}

export interface Drops {
  open(request: OpenRequest, context: CallContext): Promise<OpenedDrop>
  get(drop: string): Drop
  /** Waits for a file that is delivered later. Raises `file-unreadable`, `cancelled`. */
  file(ref: FileRef, signal: AbortSignal): Promise<TreeFile>
  /** The files of these drops that describe a model, those of the last drop first. */
  describing(drops: readonly string[]): readonly TreeFile[]
  deliver(drop: string, files: readonly LateFile[]): void
  keep(drops: readonly string[]): void
}

export function createDrops(): Drops {
  const drops = new Map<string, Drop>()
  const late = new Map<string, LateFiles>()

  function get(drop: string): Drop {
    const found = drops.get(drop)
    if (found === undefined)
      throw new EngineError('file-unreadable', 'The files of this drop are no longer held.', 'Drop them again.')
    return found
  }

  function lateOf(drop: string): LateFiles {
    const files = late.get(drop) ?? new LateFiles()
    late.set(drop, files)
    return files
  }

  return {
    open: async (request, context) => {
      const drop = await sortOut(request, lateOf(request.drop), context)
      drops.set(request.drop, drop)
      return drop.opened
    },
    deliver: (drop, files) => {
      for (const file of files) lateOf(drop).deliver(file)
    },
    get,
    file: async ({ drop, path }, signal) => {
      const file = get(drop).tree.get(path)
      if (file === undefined)
        throw new EngineError('file-unreadable', `${path} is not among the dropped files.`, 'Drop it again.')
      await file.source.arrived?.(signal)
      return file
    },
    describing: (ids) =>
      ids.toReversed().flatMap((id) => {
        const { tree, opened } = get(id)
        return opened.describing.flatMap((path) => tree.get(path) ?? [])
      }),
    keep: (kept) => {
      for (const held of [drops, late]) for (const drop of held.keys()) if (!kept.includes(drop)) held.delete(drop)
    },
  }
}

const readsAtOnce = 16
/** In drops with more files than this, pictures are recognised by name: reading 10,000 headers takes seconds. */
const maxHeads = 1000

/** Beside a model, text is an input if its name says that it is text. */
const textName = /\.(te?xt|asc|dat|data|in)$/i
/** In a folder with a model, files that could not be an input anyway are no problem. */
const unasked: ReadonlySet<string> = new Set(['input-unsupported', 'file-empty'])

/** Finds models first, then the files that belong to them, then inputs among the rest. */
async function sortOut(request: OpenRequest, late: LateFiles, { signal, onProgress }: CallContext): Promise<Drop> {
  const start = performance.now()
  const tree = await openTree(request.files, { signal, onProgress, ahead: mayHoldModel, late })
  const found = await findModels(tree, signal)
  const taken = new Set([...found.sidecars, ...found.problems.map(({ path }) => path)])
  for (const { match } of found.matches) for (const file of [match.main, ...match.files]) taken.add(file.path)
  const besideModel = found.matches.length > 0
  const describing = besideModel ? [] : (await describingFiles(tree, signal)).map(({ path }) => path)
  for (const path of describing) taken.add(path)
  const sidecars = [...found.sidecars]
  const inputs: InputFile[] = []
  const problems = [...found.problems]
  const left = tree.files.filter(({ path }) => !taken.has(path))
  const known = left.map((file) => (left.length > maxHeads ? sniffName(file) : null))
  const unknown = left.filter((_, i) => known[i] === null)
  const sniffed = await mapConcurrently(unknown, readsAtOnce, async (file, i) => {
    onProgress({ stage: 'files', done: i, total: unknown.length, note: file.name })
    return sniffInput(file, signal).catch((error: unknown) => ({ problem: toEngineError(error, 'file-unreadable') }))
  })
  throwIfAborted(signal)
  let next = 0
  for (const [i, { path, name, source }] of left.entries()) {
    const input = known[i] ?? sniffed[next++]
    if (input === undefined) continue
    if ('problem' in input) {
      if (besideModel && path.includes('/') && unasked.has(input.problem.code)) sidecars.push(path)
      else problems.push({ path, ...toPlainError(input.problem) })
      continue
    }
    const file = { drop: request.drop, path }
    const { holds, drawable, plays = false, feeds } = input.format
    if (besideModel && feeds === 'strings' && !textName.test(name)) sidecars.push(path)
    else inputs.push({ file, name, bytes: sizeOf(source), holds, drawable, plays, feeds, besideModel })
  }
  const opened: OpenedDrop = {
    drop: request.drop,
    files: tree.files.length,
    bytes: tree.files.reduce((sum, { source }) => sum + (sizeOf(source) ?? 0), 0),
    models: found.matches.map(({ format, match }) => ({
      id: match.main.path,
      name: match.name,
      format: format.id,
      formatLabel: format.label,
      bytes: [match.main, ...match.files].reduce((sum, { source }) => sum + source.size, 0),
    })),
    inputs,
    problems,
    describing,
    sidecars,
    ms: performance.now() - start,
  }
  // With a model, files that were read ahead stay cached for its load.
  if (found.matches.length === 0) tree.reads.forget()
  return { tree, found, opened }
}

function sizeOf({ size }: ByteSource): number | null {
  return Number.isNaN(size) ? null : size
}
