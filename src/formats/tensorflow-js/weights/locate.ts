import { EngineError } from '../../../base/errors.ts'
import { before } from '../../../base/trim.ts'
import { baseName, dirName, resolvePath } from '../../../files/paths.ts'
import type { FileTree, TreeFile } from '../../../files/tree.ts'
import { kindOf } from '../model-json/kind.ts'
import { outlines } from '../model-json/outline.ts'

/** A manifest path and the dropped file that it refers to. */
export interface Shard {
  /** As written in the manifest. */
  readonly path: string
  readonly file: TreeFile | null
  /** Whether the file was found at its path, by name in the model's folder, or by name elsewhere in the drop. */
  readonly by: 'path' | 'folder' | 'drop' | null
}

/**
 * Finds a manifest's weight files: at the path relative to the model's folder, else by base name in that folder, else
 * by base name anywhere in the drop unless another model owns the file. Paths are names, never URLs.
 */
export async function locateShards(
  main: TreeFile,
  paths: readonly string[],
  tree: FileTree,
  signal?: AbortSignal,
): Promise<readonly Shard[]> {
  const near = paths.map((path) => locateNear(main, path, tree))
  if (near.every(({ file }) => file !== null)) return near
  const taken = await tree.once(claimed, tree, signal)
  return near.map((shard) => {
    if (shard.file !== null) return shard
    const file = nearest(
      main,
      tree.files.filter((other) => !taken.has(other.path) && sameName(other.name, shard.path)),
    )
    return { path: shard.path, file, by: file === null ? null : 'drop' }
  })
}

const url = /^\s*([a-z][a-z\d+.-]+:\/\/|\/\/|(data|blob|file|javascript):)/i

/**
 * Nothing is ever fetched, and a dropped file of that name may be a different one. Raises `model-invalid` with the URL.
 */
export function refuseUrls(main: TreeFile, paths: readonly string[]): void {
  const found = paths.find((path) => url.test(path.replaceAll('\\', '/')))
  if (found === undefined) return
  const shown = found.length > 120 ? `${found.slice(0, 120)}…` : found
  throw new EngineError(
    'model-invalid',
    `${main.path} names a weight file by URL, ${shown}; only dropped files are read, and nothing was fetched.`,
    'Download the weight files, list them in weightsManifest by file name only, and drop them with the model.',
  )
}

/** The name in a manifest path, without folder or query, in case it was written as a URL. */
export function shardName(path: string): string {
  return baseName(before(path.replaceAll('\\', '/'), '?#'))
}

/** Whether a file is called like the weight files of TensorFlow.js. */
export function looksLikeShard(name: string): boolean {
  return (
    /^group\d+-shard\d+of\d+(\.bin)?$/i.test(name) ||
    /weights?.*\.bin$/i.test(name) ||
    /^[^.]*shard\d+[^/]*\.bin$/i.test(name)
  )
}

function locateNear(main: TreeFile, path: string, tree: FileTree): Shard {
  const folder = dirName(main.path)
  const exact = tree.get(resolvePath(folder, path))
  if (exact !== undefined) return { path, file: exact, by: 'path' }
  const file = tree.files.find((other) => dirName(other.path) === folder && sameName(other.name, path)) ?? null
  return { path, file, by: file === null ? null : 'folder' }
}

/** Old converters omit `.bin` on shards, and downloads add or remove it. */
function sameName(name: string, path: string): boolean {
  const wanted = shardName(path)
  return name === wanted || name === `${wanted}.bin` || `${name}.bin` === wanted
}

/**
 * The file with the longest common folder; none if two are equally close, because a wrong guess would give wrong
 * numbers.
 */
function nearest(main: TreeFile, candidates: readonly TreeFile[]): TreeFile | null {
  const ranked = candidates
    .map((file) => ({ file, common: commonFolders(main.path, file.path) }))
    .sort((a, b) => b.common - a.common)
  const [best, second] = ranked
  return best === undefined || best.common === second?.common ? null : best.file
}

function commonFolders(a: string, b: string): number {
  const left = dirName(a).split('/')
  const right = dirName(b).split('/')
  let count = 0
  while (count < left.length && left[count] === right[count]) count++
  return count
}

/** Paths of all files that a model of the drop claims, at its path or in its folder. */
async function claimed(tree: FileTree, _: FileTree, signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const paths = new Set<string>()
  for (const { file, outline } of await outlines(tree, signal)) {
    if (kindOf(outline) === null) continue
    for (const path of outline.paths) {
      const shard = locateNear(file, path, tree)
      if (shard.file !== null) paths.add(shard.file.path)
    }
  }
  return paths
}
