import { throwIfAborted } from '../base/abort.ts'
import { baseName, dirName } from '../files/paths.ts'
import { isProjectFile } from '../files/project-files.ts'
import type { FileTree, TreeProblem } from '../files/tree.ts'
import { candidatesOf } from './candidates.ts'
import type { ModelFormat, ModelMatch, OpenedSource, OpenOptions } from './contract.ts'
import { kerasH5 } from './keras/h5/index.ts'
import { keras } from './keras/zip/index.ts'
import { savedModel } from './saved-model/index.ts'
import { describingFiles, withBeside } from './sidecars/index.ts'
import { tfjsGraph } from './tensorflow-js/graph-model/index.ts'
import { tfjsLayers } from './tensorflow-js/layers-model/index.ts'
import { findUnsupported } from './unsupported/index.ts'

export { describingFiles, withBeside }

/** The supported formats, in order of detection. */
export const formats: readonly ModelFormat[] = [tfjsGraph, tfjsLayers, keras, kerasH5, savedModel]

/** Whether a file will probably be read whole, from its name alone. Archives are listed first: they may hold other files. */
export const mayHoldModel = (path: string): boolean => formats.some(({ whole }) => whole.test(path))

/** Fetches the code of all formats. A failure surfaces in `openModel`. */
export function fetchFormats(): void {
  for (const { open } of formats) open().catch(() => undefined)
}

export interface FoundModel {
  readonly format: ModelFormat
  readonly match: ModelMatch
}

export interface FoundModels {
  /** Every model in the tree, with distinct names and sorted by them. */
  readonly matches: readonly FoundModel[]
  /** Files that are recognised but not supported, or unreadable, and why. */
  readonly problems: readonly TreeProblem[]
  /** Paths of files that belong to a model or a problem, or are documents; the rest may be inputs. */
  readonly sidecars: readonly string[]
}

/** Finds the models in a tree, their files, and the recognised but unsupported files. Raises `cancelled`. */
export async function findModels(tree: FileTree, signal?: AbortSignal): Promise<FoundModels> {
  const { files, unreadable } = await candidatesOf(tree, signal)
  const found = new Map<string, FoundModel>()
  for (const format of formats) {
    for (const match of await format.match(files, tree, signal)) {
      const other = found.get(match.main.path)
      if (other === undefined || other.match.confidence < match.confidence)
        found.set(match.main.path, { format, match })
    }
    throwIfAborted(signal)
  }
  const claimed = new Set(
    [...found.values()].flatMap(({ match }) => [match.main, ...match.files].map(({ path }) => path)),
  )
  const left = files.filter(({ file }) => !claimed.has(file.path))
  const unsupported = await findUnsupported(left, tree, signal)
  const broken = unreadable.filter(({ path }) => !claimed.has(path))
  const skippedDocuments =
    found.size + unsupported.problems.length === 0
      ? []
      : tree.files.filter(({ name }) => isProjectFile(name)).map(({ path }) => path)
  const mains = new Set(found.keys())
  return {
    matches: distinctNames(tree.files.flatMap(({ path }) => found.get(path) ?? [])),
    problems: [...(tree.problems ?? []), ...inOrder([...unsupported.problems, ...broken], tree)],
    sidecars: [...new Set([...claimed, ...unsupported.files, ...skippedDocuments])].filter((path) => !mains.has(path)),
  }
}

/** Opens a found model. Raises the errors of `OpenModel`. */
export async function openModel(
  { format, match }: FoundModel,
  tree: FileTree,
  options: OpenOptions,
): Promise<OpenedSource> {
  const { open } = await format.open()
  const { summary, ...source } = await open(match, tree, options)
  const { id, label, use } = format
  return { ...source, summary: { ...summary, format: id, formatLabel: label, use } }
}

function inOrder(problems: readonly TreeProblem[], tree: FileTree): readonly TreeProblem[] {
  const places = new Map(tree.files.map(({ path }, i) => [path, i]))
  return problems.toSorted((a, b) => (places.get(a.path) ?? 0) - (places.get(b.path) ?? 0))
}

/**
 * Models of the same name are told apart by their file, else by their folder without what all of them share. Sorted by
 * name, numbers by value.
 */
function distinctNames(found: readonly FoundModel[]): readonly FoundModel[] {
  const byName = new Map<string, FoundModel[]>()
  for (const model of found) {
    const same = byName.get(model.match.name)
    if (same === undefined) byName.set(model.match.name, [model])
    else same.push(model)
  }
  const { compare } = new Intl.Collator('en', { numeric: true })
  return [...byName.values()]
    .flatMap((same) => (same.length === 1 ? same : renamed(same)))
    .toSorted((a, b) => compare(a.match.name, b.match.name))
}

function renamed(same: readonly FoundModel[]): readonly FoundModel[] {
  const files = counted(same.map(({ match }) => baseName(match.main.path)))
  const folders = counted(same.map(({ match }) => dirName(match.main.path)))
  const shared = sharedFolders([...folders.keys()])
  return same.map((model) => {
    const { name, main } = model.match
    const file = baseName(main.path)
    const folder = dirName(main.path)
    const inside = folder.split('/').slice(shared).join('/')
    const byFolder = folders.get(folder) === 1 && inside !== '' ? inside : main.path
    return { ...model, match: { ...model.match, name: files.get(file) === 1 ? `${name} (${file})` : byFolder } }
  })
}

function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** Number of outermost folders that all paths have in common. */
function sharedFolders(folders: readonly string[]): number {
  const [first = [], ...rest] = folders.map((folder) => folder.split('/'))
  const differs = first.findIndex((part, i) => rest.some((other) => other[i] !== part))
  return differs < 0 ? first.length : differs
}
