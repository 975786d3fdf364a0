import { baseName, dirName, joinPath } from '../../files/paths.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'

/** `variables/variables.index`, or the same file beside `saved_model.pb` if single files were picked. */
export function findIndex(main: TreeFile, tree: FileTree): TreeFile | undefined {
  const folder = dirName(main.path)
  return (
    tree.get(joinPath(folder, 'variables/variables.index')) ??
    tree.get(joinPath(folder, 'variables.index')) ??
    onlyOne(tree, 'variables.index', main)
  )
}

/** The data files by name, next to the index; `null` for missing ones. */
export function findShards(index: TreeFile, names: readonly string[], tree: FileTree): readonly (TreeFile | null)[] {
  const folder = dirName(index.path)
  return names.map((name) => tree.get(joinPath(folder, name)) ?? null)
}

/** Whether a file holds variables. */
export function holdsVariables({ name }: TreeFile): boolean {
  return /^variables\.(index|data-\d+-of-\d+)$/.test(name)
}

/** An asset: `assets/name`, or the file beside `saved_model.pb`. */
export function findAsset(main: TreeFile, name: string, tree: FileTree): TreeFile | undefined {
  const folder = dirName(main.path)
  const base = baseName(name.replaceAll('\\', '/'))
  return (
    tree.get(joinPath(folder, 'assets', name)) ??
    tree.get(joinPath(folder, 'assets', base)) ??
    tree.get(joinPath(folder, base)) ??
    onlyOne(tree, base, main)
  )
}

/** The files in a SavedModel's folder that belong to it. */
export function filesOf(main: TreeFile, tree: FileTree): readonly TreeFile[] {
  const folder = dirName(main.path)
  const prefix = folder === '' ? '' : `${folder}/`
  const inside = /^((variables|assets|assets\.extra)\/|variables\.(index|data-\d+-of-\d+)$)/
  const beside = new Set([
    'keras_metadata.pb',
    'fingerprint.pb',
    'saved_model.pbtxt',
    'debug/saved_model_debug_info.pb',
  ])
  return tree.files.filter((file) => {
    if (file === main || !file.path.startsWith(prefix)) return false
    const rest = file.path.slice(prefix.length)
    return inside.test(rest) || beside.has(rest)
  })
}

/** A file anywhere in the drop, if its name is unique and only one model could own it. */
function onlyOne(tree: FileTree, name: string, main: TreeFile): TreeFile | undefined {
  const found = tree.files.filter((file) => file.name === name)
  const models = tree.files.filter((file) => file.name === main.name)
  return found.length === 1 && models.length === 1 ? found[0] : undefined
}
