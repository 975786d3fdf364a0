import type { TreeFile } from '../files/tree.ts'
import { formatOf } from './sniff.ts'

/** A picture as a browser can draw it: the file, or what its format draws. Raises what opening the file raises. */
export async function shown(file: TreeFile, signal?: AbortSignal): Promise<Blob> {
  const found = await formatOf(file, signal)
  const { draw } = 'problem' in found ? {} : await found.format.open()
  return draw === undefined ? file.source.blob(signal) : draw(file, signal)
}
