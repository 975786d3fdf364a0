import { throwIfAborted } from '../../../base/abort.ts'
import { baseName, dirName, joinPath } from '../../../files/paths.ts'
import type { FileTree, TreeFile } from '../../../files/tree.ts'
import type { Candidate, ModelMatch } from '../../contract.ts'
import { sidecarsOf } from '../../sidecars/index.ts'
import { kindOf } from '../../tensorflow-js/model-json/kind.ts'
import { outlineOf } from '../../tensorflow-js/model-json/outline.ts'
import { hdf5Content } from '../hdf5-content.ts'

/** Every `.keras` of a tree under any name, and every JSON configuration with weights beside it. */
export async function matchKeras(
  files: readonly Candidate[],
  tree: FileTree,
  signal?: AbortSignal,
): Promise<readonly ModelMatch[]> {
  const matches: ModelMatch[] = []
  for (const { file } of files) {
    throwIfAborted(signal)
    const own = isJson(file) ? await folderFiles(file, tree, signal) : file.zip?.content === 'keras' ? [] : null
    if (own === null) continue
    const sidecars = (await sidecarsOf(file, tree, signal)).map((sidecar) => sidecar.file)
    matches.push({ main: file, name: nameOf(file), files: [...new Set([...own, ...sidecars])], confidence: 1 })
  }
  return matches
}

/** The files of a folder that belong to a configuration, weights first; `null` if it is not one or has no weights. */
async function folderFiles(
  config: TreeFile,
  tree: FileTree,
  signal: AbortSignal | undefined,
): Promise<readonly TreeFile[] | null> {
  const folder = dirName(config.path)
  const at = (name: string) => tree.get(joinPath(folder, name)) ?? []
  const outline = config.name === 'config.json' ? null : await outlineOf(config, tree, signal).catch(() => null)
  const named = [at('model.weights.h5'), at('model.weights.npz')].flat()
  const isConfig =
    config.name === 'config.json' ? named.length > 0 : outline !== null && kindOf(outline) === 'keras-config'
  if (!isConfig) return null
  const [weights] = named.length > 0 ? named : await loneWeights(folder, tree, signal)
  if (weights === undefined) return null
  const assets = `${joinPath(folder, 'assets')}/`
  return [weights, ...[at('metadata.json')].flat(), ...tree.files.filter(({ path }) => path.startsWith(assets))]
}

/** For `model.to_json()` with `model.save_weights()`: the folder's only weights file, whatever its name. */
async function loneWeights(
  folder: string,
  tree: FileTree,
  signal: AbortSignal | undefined,
): Promise<readonly TreeFile[]> {
  const files = tree.files.filter(({ path, name }) => dirName(path) === folder && /\.(h5|hdf5)$/i.test(name))
  const [file] = files
  if (file === undefined || files.length > 1) return []
  const kind = await hdf5Content(file, tree, signal).catch(() => null)
  throwIfAborted(signal)
  return kind === 'weights' ? [file] : []
}

function isJson({ name }: TreeFile): boolean {
  return /\.json$/i.test(name)
}

function nameOf(file: TreeFile): string {
  if (!isJson(file)) return file.name.replace(/\.(keras|zip)$/i, '')
  if (!/^(config|model|topology|architecture)\.json$/i.test(file.name)) return file.name.replace(/\.json$/i, '')
  return baseName(dirName(file.path)).replace(/\.(zip|tar|tgz|tar\.gz|keras)$/i, '') || 'model'
}
