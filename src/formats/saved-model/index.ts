import { throwIfAborted } from '../../base/abort.ts'
import { dirName } from '../../files/paths.ts'
import { head } from '../../files/read.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import type { ModelFormat, ModelMatch } from '../contract.ts'
import { sidecarsOf } from '../sidecars/index.ts'
import { filesOf } from './locate.ts'
import { openSavedModel } from './open.ts'

/** `saved_model.pb` with the folders `variables` and `assets`, as TensorFlow and Keras write it. */
export const savedModel: ModelFormat = {
  id: 'saved-model',
  label: 'TensorFlow SavedModel',
  match,
  open: openSavedModel,
}

async function match(tree: FileTree, signal?: AbortSignal): Promise<readonly ModelMatch[]> {
  const matches: ModelMatch[] = []
  for (const file of tree.files) {
    if (!file.name.endsWith('.pb')) continue
    throwIfAborted(signal)
    const named = file.name === 'saved_model.pb'
    if (!named && !(await looksLikeOne(file, signal))) continue
    const sidecars = (await sidecarsOf(file, tree, signal)).map((sidecar) => sidecar.file)
    const files = [...new Set([...filesOf(file, tree), ...sidecars])].filter((each) => each !== file)
    matches.push({ main: file, name: nameOf(file), files, confidence: named ? 1 : 0.8 })
  }
  return matches
}

/** The schema version, 1, followed by a graph. */
async function looksLikeOne(file: TreeFile, signal: AbortSignal | undefined): Promise<boolean> {
  const first = await head(file, 3, signal)
  return first[0] === 0x08 && first[1] === 0x01 && first[2] === 0x12
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
