import { throwIfAborted } from '../../base/abort.ts'
import { toEngineError, toPlainError } from '../../base/errors.ts'
import type { FileTree, TreeFile, TreeProblem } from '../../files/tree.ts'
import type { Candidate } from '../contract.ts'
import type { UnsupportedFile, UnsupportedKind } from './contract.ts'
import { damaged } from './damaged.ts'
import { halfModels, hdf5, notKeras, zippedModels } from './keras.ts'
import { others } from './others.ts'
import { strayShards } from './shards.ts'
import { checkpoint, frozenGraph, savedModel } from './tensorflow.ts'

/** Kinds of files that are recognised but not supported; the first match wins. */
const kinds: readonly UnsupportedKind[] = [
  damaged,
  zippedModels,
  hdf5,
  notKeras,
  savedModel,
  checkpoint,
  frozenGraph,
  halfModels,
  ...others,
  strayShards,
]

export interface UnsupportedFiles {
  readonly problems: readonly TreeProblem[]
  /** Paths of files that these messages cover. */
  readonly files: readonly string[]
}

/** Examines the files that belong to no model. Raises `cancelled`. */
export async function findUnsupported(
  files: readonly Candidate[],
  tree: FileTree,
  signal?: AbortSignal,
): Promise<UnsupportedFiles> {
  const problems: TreeProblem[] = []
  const taken = new Set<string>()
  for (const kind of kinds) {
    for (const { file, head } of files) {
      if (taken.has(file.path)) continue
      throwIfAborted(signal)
      const found = await recognise(kind, file, head, tree, signal)
      if (found === null) continue
      problems.push({ path: file.path, code: found.code, message: found.message, hint: found.hint, cause: '' })
      taken.add(file.path)
      for (const other of found.files ?? []) taken.add(other.path)
    }
  }
  return { problems, files: [...taken] }
}

/** Reports a file whose detection fails (because it is truncated) with that error. */
async function recognise(
  kind: UnsupportedKind,
  file: TreeFile,
  head: Uint8Array,
  tree: FileTree,
  signal: AbortSignal | undefined,
): Promise<UnsupportedFile | null> {
  try {
    return await kind.recognise(file, head, tree, signal)
  } catch (error) {
    const wrapped = toEngineError(error, 'file-unreadable')
    if (wrapped.code === 'cancelled') throw wrapped
    return toPlainError(wrapped)
  }
}
