import { throwIfAborted } from '../base/abort.ts'
import { baseName } from '../files/paths.ts'
import { isProjectFile } from '../files/project-files.ts'
import type { FileTree, TreeProblem } from '../files/tree.ts'
import { candidatesOf } from './candidates.ts'
import type { ModelFormat, ModelMatch, OpenedSource, OpenOptions } from './contract.ts'
import { kerasH5 } from './keras/h5/index.ts'
import { keras } from './keras/zip/index.ts'
import { savedModel } from './saved-model/index.ts'
import { tfjsGraph } from './tensorflow-js/graph-model/index.ts'
import { tfjsLayers } from './tensorflow-js/layers-model/index.ts'
import { findUnsupported } from './unsupported/index.ts'

/** The supported formats, in order of detection. */
export const formats: readonly ModelFormat[] = [tfjsGraph, tfjsLayers, keras, kerasH5, savedModel]

/** Whether a file will probably be read whole, from its name alone. Archives are listed first: they may hold other files. */
export const mayHoldModel = (path: string): boolean => formats.some(({ whole }) => whole.test(path))

/** Prefetches the code of the formats that these names suggest. A failure surfaces in `openModel`. */
export function fetchFormats(paths: readonly string[]): void {
  for (const { names, open } of formats) if (paths.some((path) => names.test(path))) open().catch(() => undefined)
}

export interface FoundModel {
  readonly format: ModelFormat
  readonly match: ModelMatch
}

export interface FoundModels {
  /** Every model in the tree, in the tree's order, with distinct names. */
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
  // The first is probably loaded next.
  const [first] = found.values()
  first?.format.open().catch(() => undefined)
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

/** Models of the same name get their path appended, shortened from the front as far as it stays unique. */
function distinctNames(found: readonly FoundModel[]): readonly FoundModel[] {
  return found.map((model) => {
    const { name, main } = model.match
    const same = found.filter(({ match }) => match.name === name)
    if (same.length === 1) return model
    const files = same.map(({ match }) => baseName(match.main.path))
    const byFile = files.filter((file) => file === baseName(main.path)).length === 1
    return { ...model, match: { ...model.match, name: byFile ? `${name} (${baseName(main.path)})` : main.path } }
  })
}
