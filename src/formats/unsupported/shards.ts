import { formatCount } from '../../base/format.ts'
import { dirName } from '../../files/paths.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import { looksLikeShard } from '../tensorflow-js/weights/locate.ts'
import type { UnsupportedKind } from './contract.ts'

/** TensorFlow.js weight files that no dropped model refers to; one message per folder. */
export const strayShards: UnsupportedKind = {
  id: 'stray-shards',
  recognise: (file, _head, tree) => {
    if (!looksLikeShard(file.name)) return null
    const files = shardsBeside(file, tree)
    return {
      code: 'weights-without-model',
      message: `${file.path}${files.length > 1 ? ` and ${formatCount(files.length - 1)} more beside it are` : ' is'} weight data of a TensorFlow.js model, but no model.json in this drop names ${files.length > 1 ? 'them' : 'it'}.`,
      hint: 'Drop model.json together with its weight files, or the whole folder.',
      files,
    }
  },
}

/** Files in the same folder that look like TensorFlow.js weights, including the file itself if it does. */
export function shardsBeside(file: TreeFile, tree: FileTree): readonly TreeFile[] {
  const folder = dirName(file.path)
  return tree.files.filter(({ path, name }) => dirName(path) === folder && looksLikeShard(name))
}
