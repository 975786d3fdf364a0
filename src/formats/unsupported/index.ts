import { throwIfAborted } from '../../base/abort.ts'
import { toEngineError, toPlainError } from '../../base/errors.ts'
import { magicLength } from '../../files/magic.ts'
import { head as headOf } from '../../files/read.ts'
import type { FileTree, TreeFile, TreeProblem } from '../../files/tree.ts'
import type { KnownFile, KnownKind } from './contract.ts'
import { damaged } from './damaged.ts'
import { halfModels, hdf5, notKeras, zippedModels } from './keras.ts'
import { others } from './others.ts'
import { strayShards } from './shards.ts'
import { checkpoint, frozenGraph, savedModel } from './tensorflow.ts'

/** Kinds of files that are named for what they are, but not loaded; the first that recognises a file speaks. */
const kinds: readonly KnownKind[] = [
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

/** Pictures, sound, tables and arrays are none of these; a drop may hold thousands of them. */
const surelyInputs =
  /\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic|wav|mp3|ogg|flac|m4a|mp4|mov|webm|avi|csv|tsv|npy|npz)$/i

export interface KnownFiles {
  readonly problems: readonly TreeProblem[]
  /** Paths of files that belong to one of the problems and need no message of their own. */
  readonly files: readonly string[]
}

/** Looks at every file that no model has claimed. Raises `cancelled`. */
export async function findKnown(
  tree: FileTree,
  claimed: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<KnownFiles> {
  const problems: TreeProblem[] = []
  const taken = new Set<string>()
  for (const kind of kinds) {
    for (const file of tree.files) {
      if (claimed.has(file.path) || taken.has(file.path) || surelyInputs.test(file.name)) continue
      const found = await recognise(kind, file, tree, signal)
      if (found === null) continue
      problems.push({ path: file.path, code: found.code, message: found.message, hint: found.hint, cause: '' })
      taken.add(file.path)
      for (const other of found.files ?? []) taken.add(other.path)
    }
  }
  return { problems: problems.sort((a, b) => order(tree, a.path) - order(tree, b.path)), files: [...taken] }
}

const heads = new WeakMap<TreeFile, Uint8Array>()

/** A file that cannot even be read is told as such by the last kind that is asked. */
async function recognise(
  kind: KnownKind,
  file: TreeFile,
  tree: FileTree,
  signal: AbortSignal | undefined,
): Promise<KnownFile | null> {
  throwIfAborted(signal)
  try {
    const head = heads.get(file) ?? (await headOf(file, magicLength, signal))
    heads.set(file, head)
    return await kind.recognise(file, head, tree, signal)
  } catch (error) {
    const wrapped = toEngineError(error, 'file-unreadable')
    if (wrapped.code === 'cancelled') throw wrapped
    return toPlainError(wrapped)
  }
}

function order(tree: FileTree, path: string): number {
  return tree.files.findIndex((file) => file.path === path)
}
