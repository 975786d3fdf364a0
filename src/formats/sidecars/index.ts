import { throwIfAborted } from '../../base/abort.ts'
import { byStrength } from '../../base/clue.ts'
import { isAbort, toEngineError } from '../../base/errors.ts'
import { type ModelMetadata, noMetadata } from '../../base/model.ts'
import { TreeBuilder } from '../../files/file-tree.ts'
import { dirName, joinPath } from '../../files/paths.ts'
import { readJson, readText } from '../../files/read.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import type { MetadataPart, Sidecar, SidecarKind } from './contract.ts'
import { describedModel } from './facts.ts'
import { glassbox } from './glassbox.ts'
import { labelsJson, labelsText } from './labels.ts'
import { ml5 } from './ml5.ts'
import { statistics } from './statistics.ts'
import { teachableMachine, teachableMachineKeras } from './teachable-machine.ts'
import { ultralytics } from './ultralytics.ts'
import { sentencePiece } from './vocabulary/sentence-piece.ts'
import { tokenizerJson } from './vocabulary/tokenizer-json.ts'
import { vocabularyJson, vocabularyText } from './vocabulary/vocabulary.ts'
import { wordIndex } from './vocabulary/word-index.ts'

/** Kinds of sidecars, most reliable first: earlier rows take precedence. */
const kinds: readonly SidecarKind[] = [
  glassbox,
  teachableMachine,
  teachableMachineKeras,
  ml5,
  tokenizerJson,
  sentencePiece,
  vocabularyText,
  vocabularyJson,
  wordIndex,
  ultralytics,
  labelsText,
  labelsJson,
  statistics,
  describedModel,
]

/** Bytes. Larger files beside a model are data, not metadata. */
const largest = 4 * 2 ** 20

/** The recognised files in the model's folder or at the root of the drop, most reliable first. Raises `cancelled`. */
export function sidecarsOf(main: TreeFile, tree: FileTree, signal?: AbortSignal): Promise<readonly Sidecar[]> {
  return tree.once(findSidecars, main, signal)
}

async function findSidecars(main: TreeFile, tree: FileTree, signal?: AbortSignal): Promise<readonly Sidecar[]> {
  const folders = new Set([dirName(main.path), await tree.once(rootOf, tree), ''])
  const near = tree.files.filter((file) => file !== main && file.source.size > 0 && folders.has(dirName(file.path)))
  const own = near.filter((file) => dirName(file.path) === dirName(main.path))
  return recognised([...own, ...near.filter((file) => !own.includes(file))], main, signal)
}

/** The files of a drop without a model that tell more of one than facts to show. Raises `cancelled`. */
export async function describingFiles(tree: FileTree, signal?: AbortSignal): Promise<readonly TreeFile[]> {
  const filled = tree.files.filter(({ source }) => source.size > 0)
  const found = await recognised(filled, null, signal)
  return found.filter(({ part }) => Object.keys(part).some((key) => key !== 'facts')).map(({ file }) => file)
}

/** A tree in which files of other drops lie beside a model; they take precedence over its own files of their names. */
export function withBeside(tree: FileTree, main: TreeFile, files: readonly TreeFile[]): FileTree {
  if (files.length === 0) return tree
  const builder = new TreeBuilder()
  for (const { name, source } of files) builder.add(joinPath(dirName(main.path), name), source)
  for (const { path, source, zip } of tree.files) builder.add(path, source, zip)
  return builder.build(tree.reads)
}

async function recognised(
  files: readonly TreeFile[],
  main: TreeFile | null,
  signal: AbortSignal | undefined,
): Promise<readonly Sidecar[]> {
  const found: Sidecar[] = []
  for (const kind of kinds) {
    const most = kind.largest ?? largest
    for (const file of files.filter(({ name, source }) => source.size <= most && kind.names.test(name))) {
      if (found.some((sidecar) => sidecar.file === file)) continue
      const value = await contentOf(file, kind, signal)
      const part = value === undefined ? null : kind.read(value, file, main)
      if (part !== null) found.push({ file, part })
    }
  }
  return found
}

/** A sidecar that cannot be read or parsed must not prevent a model from loading. */
async function contentOf(file: TreeFile, kind: SidecarKind, signal: AbortSignal | undefined): Promise<unknown> {
  const most = kind.largest ?? largest
  throwIfAborted(signal)
  try {
    if (kind.isBinary === true) return await file.source.read(0, file.source.size, signal)
    return /\.json$/i.test(file.name) ? await readJson(file, most, signal) : await readText(file, most, signal)
  } catch (error) {
    if (isAbort(error) || toEngineError(error).code === 'cancelled') throw error
    return undefined
  }
}

/** The common folder of all files: the dropped folder, or empty for loose files. */
async function rootOf(tree: FileTree): Promise<string> {
  const [first, ...others] = tree.files.map(({ path }) => dirName(path).split('/'))
  let common = first ?? []
  for (const folders of others) {
    const differs = common.findIndex((part, i) => folders[i] !== part)
    if (differs >= 0) common = common.slice(0, differs)
  }
  return common.join('/')
}

/**
 * Merges the parts; the first to state a value wins. Class names are preferred if their count equals the last dimension
 * of some output, because a folder may hold the labels of several models.
 */
export function mergeMetadata(parts: readonly MetadataPart[], classCounts: readonly number[]): ModelMetadata {
  const named = parts.filter(({ labels }) => labels !== undefined && labels !== null)
  const fitting = named.find(({ labels }) => classCounts.includes(labels?.length ?? 0)) ?? named[0]
  const first = <K extends keyof ModelMetadata>(key: K): ModelMetadata[K] => {
    for (const part of parts) {
      const value = part[key]
      if (value !== undefined && value !== null && value !== false) return value as ModelMetadata[K]
    }
    return noMetadata[key]
  }
  return {
    labels: fitting?.labels ?? null,
    labelsSource: fitting?.labelsSource ?? null,
    imageSize: first('imageSize'),
    grayscale: parts.find(({ grayscale }) => grayscale !== undefined)?.grayscale ?? null,
    clues: byStrength(parts.flatMap(({ clues }) => clues ?? [])),
    columns: first('columns'),
    columnsSource: first('columnsSource'),
    vocabulary: first('vocabulary'),
    settings: first('settings'),
    facts: distinctFacts(parts),
  }
}

function distinctFacts(parts: readonly MetadataPart[]): ModelMetadata['facts'] {
  const all = parts.flatMap(({ facts }) => facts ?? [])
  return all.filter(
    (fact, i) => all.findIndex(({ label, value }) => label === fact.label && value === fact.value) === i,
  )
}
