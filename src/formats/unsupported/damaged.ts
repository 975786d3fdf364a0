import { hintFor, isHtml, isLfsPointer } from '../../files/magic.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import type { UnsupportedFile, UnsupportedKind } from './contract.ts'
import { shardsBeside } from './shards.ts'

/** Small text files in place of the real file. */
export const damaged: UnsupportedKind = {
  id: 'damaged',
  recognise: (file, head, tree) => {
    if (isLfsPointer(head)) {
      return {
        code: 'file-unreadable',
        message: `${file.path} is a Git LFS pointer, not the file itself.`,
        hint: hintFor(head),
        ...weightsOf(file, tree),
      }
    }
    if (!/\.json$/i.test(file.name)) return null
    if (head.length === 0) {
      return {
        code: 'file-empty',
        message: `${file.path} is empty; JSON was expected.`,
        hint: hintFor(head),
        ...weightsOf(file, tree),
      }
    }
    if (!isHtml(head)) return null
    return {
      code: 'json-invalid',
      message: `${file.path} should be JSON, but it is an HTML page.`,
      hint: hintFor(head),
      ...weightsOf(file, tree),
    }
  },
}

/** The weights beside an unreadable `model.json` get no message of their own, which would hide the cause. */
function weightsOf(file: TreeFile, tree: FileTree): Pick<UnsupportedFile, 'files'> {
  return /model[^/]*\.json$/i.test(file.name) ? { files: shardsBeside(file, tree) } : {}
}
