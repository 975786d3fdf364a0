import { throwIfAborted } from '../../../base/abort.ts'
import type { FileTree } from '../../../files/tree.ts'
import type { ModelMatch } from '../../contract.ts'
import { sidecarsOf } from '../../sidecars/index.ts'
import { locateShards } from '../weights/locate.ts'
import { type JsonKind, kindOf } from './kind.ts'
import { modelName } from './name.ts'
import { outlines } from './outline.ts'

/** All models of one kind in a tree, with the files that belong to each. */
export async function matchKind(kind: JsonKind, tree: FileTree, signal?: AbortSignal): Promise<readonly ModelMatch[]> {
  const matches: ModelMatch[] = []
  for (const { file, outline } of await outlines(tree, signal)) {
    throwIfAborted(signal)
    if (kindOf(outline) !== kind) continue
    const shards = await locateShards(file, outline.paths, tree, signal)
    const sidecars = await sidecarsOf(file, tree, signal)
    const files = new Set([
      ...shards.flatMap((shard) => (shard.file === null ? [] : [shard.file])),
      ...sidecars.map((sidecar) => sidecar.file),
    ])
    files.delete(file)
    matches.push({ main: file, name: modelName(file.path), files: [...files], confidence: 1 })
  }
  return matches
}
