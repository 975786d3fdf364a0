import { formatCount } from '../../base/format.ts'
import { dirName } from '../../files/paths.ts'
import { looksLikeShard } from '../tfjs-weights/files.ts'
import type { KnownKind } from './contract.ts'

/** Weight files of TensorFlow.js that no model of the drop asks for; one message for all of a folder. */
export const strayShards: KnownKind = {
  id: 'stray-shards',
  recognise: (file, _head, tree) => {
    if (!looksLikeShard(file.name)) return null
    const files = tree.files.filter(({ path, name }) => dirName(path) === dirName(file.path) && looksLikeShard(name))
    return {
      code: 'weights-without-model',
      message: `${file.path}${files.length > 1 ? ` and ${formatCount(files.length - 1)} more beside it are` : ' is'} weight data of a TensorFlow.js model, but no model.json in this drop names ${files.length > 1 ? 'them' : 'it'}.`,
      hint: 'Drop model.json together with its weight files, or the whole folder.',
      files,
    }
  },
}
