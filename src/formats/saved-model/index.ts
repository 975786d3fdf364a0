import { throwIfAborted } from '../../base/abort.ts'
import { dirName } from '../../files/paths.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import type { Candidate, ModelFormat, ModelMatch } from '../contract.ts'
import { sidecarsOf } from '../sidecars/index.ts'
import { filesOf } from './locate.ts'

/** `saved_model.pb` with the folders `variables` and `assets`, as TensorFlow and Keras write it. */
export const savedModel: ModelFormat = {
  id: 'saved-model',
  label: 'TensorFlow SavedModel',
  whole: /\.(pb|index|data-\d+-of-\d+)$/i,
  use: { files: 'SavedModels', loader: 'saved-model' },
  match,
  open: () => import('./open.ts'),
}

async function match(
  candidates: readonly Candidate[],
  tree: FileTree,
  signal?: AbortSignal,
): Promise<readonly ModelMatch[]> {
  const matches: ModelMatch[] = []
  for (const { file, head } of candidates) {
    if (!file.name.endsWith('.pb')) continue
    throwIfAborted(signal)
    const named = file.name === 'saved_model.pb'
    if (!named && !looksLikeOne(head)) continue
    const sidecars = (await sidecarsOf(file, tree, signal)).map((sidecar) => sidecar.file)
    const files = [...new Set([...filesOf(file, tree), ...sidecars])].filter((each) => each !== file)
    matches.push({ main: file, name: nameOf(file), files, confidence: named ? 1 : 0.8 })
  }
  return matches
}

/** The schema version, 1, followed by a graph. */
function looksLikeOne(head: Uint8Array): boolean {
  return head[0] === 0x08 && head[1] === 0x01 && head[2] === 0x12
}

/** Folder names that say nothing about the model; numbers are versions of a served model. */
const anyFolder = /^(saved_?models?|tf_saved_model|models?|exports?|exported|serving|\d+|v\d+)$/i

function nameOf(file: TreeFile): string {
  if (file.name !== 'saved_model.pb') return file.name.replace(/\.pb$/, '')
  const folders = dirName(file.path)
    .split('/')
    .filter((folder) => folder !== '')
  const telling = folders.findLast((folder) => !anyFolder.test(folder)) ?? folders.at(-1) ?? 'saved_model'
  return telling.replace(/\.(zip|tar|tgz|tar\.gz|gz)$/i, '')
}
