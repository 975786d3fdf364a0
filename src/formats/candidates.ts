import { throwIfAborted } from '../base/abort.ts'
import { mapConcurrently } from '../base/concurrency.ts'
import { toEngineError, toPlainError } from '../base/errors.ts'
import { magicLength } from '../files/magic.ts'
import { head } from '../files/read.ts'
import type { FileTree, TreeFile, TreeProblem } from '../files/tree.ts'
import type { Candidate } from './contract.ts'

/** File names that are never part of a model. A drop may hold thousands of them; they are not read. */
const neverOfModels =
  /\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic|ico|svg|wav|mp3|ogg|flac|m4a|mp4|mov|webm|avi|csv|tsv|npy|npz|pdf)$/i

const readsAtOnce = 16

export interface Candidates {
  readonly files: readonly Candidate[]
  /** Files that cannot be read. */
  readonly unreadable: readonly TreeProblem[]
}

/** The files that may belong to a model, each with its first bytes, read once for all formats. Raises `cancelled`. */
export async function candidatesOf(tree: FileTree, signal?: AbortSignal): Promise<Candidates> {
  const files: Candidate[] = []
  const unreadable: TreeProblem[] = []
  const looked = await mapConcurrently(
    tree.files.filter(({ name }) => !neverOfModels.test(name)),
    readsAtOnce,
    (file) => read(file, signal),
  )
  for (const one of looked) {
    if ('head' in one) files.push(one)
    else unreadable.push(one)
  }
  return { files, unreadable }
}

async function read(file: TreeFile, signal: AbortSignal | undefined): Promise<Candidate | TreeProblem> {
  try {
    const bytes = await head(file, magicLength, signal)
    throwIfAborted(signal)
    return { file, head: bytes }
  } catch (error) {
    const wrapped = toEngineError(error, 'file-unreadable')
    if (wrapped.code === 'cancelled') throw wrapped
    return { path: file.path, ...toPlainError(wrapped) }
  }
}
