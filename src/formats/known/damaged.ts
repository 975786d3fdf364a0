import { hintFor, isHtml, isLfsPointer } from '../../files/magic.ts'
import type { KnownKind } from './contract.ts'

/** Small texts that stand where a file should be. */
export const damaged: KnownKind = {
  id: 'damaged',
  recognise: (file, head) => {
    if (isLfsPointer(head))
      return {
        code: 'file-unreadable',
        message: `${file.path} is a Git LFS pointer, not the file itself.`,
        hint: hintFor(head),
      }
    if (!/\.json$/i.test(file.name)) return null
    if (head.length === 0)
      return { code: 'file-empty', message: `${file.path} is empty; JSON was expected.`, hint: hintFor(head) }
    return isHtml(head)
      ? { code: 'json-invalid', message: `${file.path} should be JSON, but it is an HTML page.`, hint: hintFor(head) }
      : null
  },
}
