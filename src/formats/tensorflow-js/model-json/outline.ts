import { nextTask, throwIfAborted } from '../../../base/abort.ts'
import { mapConcurrently } from '../../../base/concurrency.ts'
import { limits } from '../../../files/limits.ts'
import { magicLength } from '../../../files/magic.ts'
import { head } from '../../../files/read.ts'
import type { FileTree, TreeFile } from '../../../files/tree.ts'
import { JsonScanner, type Outline } from './scanner.ts'

const firstPiece = 64 * 1024
const piece = 2 ** 20
const readsAtOnce = 16

/** Extensions that cannot be JSON; a drop may hold thousands of such files. */
const neverJson =
  /\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic|ico|wav|mp3|ogg|flac|m4a|mp4|mov|webm|avi|bin|npy|npz|h5|hdf5|keras|pb|index|data-\d+-of-\d+|tflite|onnx|csv|tsv|pdf)$/i

/**
 * The outline of a JSON file, found in one pass over its bytes without building objects; `null` if the file does not
 * start like JSON. A truncated file yields what was seen. Raises `file-unreadable`, `cancelled`.
 */
export function outlineOf(file: TreeFile, tree: FileTree, signal?: AbortSignal): Promise<Outline | null> {
  return tree.once(scan, file, signal)
}

async function scan(file: TreeFile, _: FileTree, signal?: AbortSignal): Promise<Outline | null> {
  if (!mayBeJson(file)) return null
  if (!beginsLikeJson(await head(file, magicLength, signal))) return null
  const scanner = new JsonScanner()
  const size = Math.min(file.source.size, limits.json)
  let offset = 0
  while (offset < size && !scanner.done) {
    const end = Math.min(size, offset + (offset === 0 ? firstPiece : piece))
    scanner.push(await file.source.read(offset, end, signal))
    offset = end
    if (offset > piece) await nextTask()
    throwIfAborted(signal)
  }
  return scanner.outline()
}

/** Every JSON file of a tree with its outline. Unreadable files are skipped here and reported by whoever needs them. */
export async function outlines(
  tree: FileTree,
  signal?: AbortSignal,
): Promise<readonly { readonly file: TreeFile; readonly outline: Outline }[]> {
  const all = await mapConcurrently(tree.files.filter(mayBeJson), readsAtOnce, async (file) => {
    const outline = await outlineOf(file, tree, signal).catch(() => null)
    throwIfAborted(signal)
    return { file, outline }
  })
  return all.flatMap(({ file, outline }) => (outline === null ? [] : [{ file, outline }]))
}

function mayBeJson({ name, source }: TreeFile): boolean {
  return !neverJson.test(name) && !(source.size < 2)
}

/** Whether the first byte, after whitespace and a byte order mark, opens an object or an array. */
function beginsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return first === undefined || first === 0x7b || first === 0x5b
}
