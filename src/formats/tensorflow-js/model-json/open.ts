import { EngineError } from '../../../base/errors.ts'
import { formatBytes } from '../../../base/format.ts'
import type { ModelMetadata, ModelSummary, Signature } from '../../../base/model.ts'
import { limits } from '../../../files/limits.ts'
import { parseJson } from '../../../files/read.ts'
import type { FileTree } from '../../../files/tree.ts'
import type { Content, ModelMatch, OpenOptions } from '../../contract.ts'
import { asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { sha256Beside } from '../../shared/sha256.ts'
import { mergeMetadata, sidecarsOf } from '../../sidecars/index.ts'
import { ownMetadata } from '../../sidecars/own.ts'
import { type WeightEntry, weightEntries } from '../weights/entries.ts'
import { type LocatedGroup, requireWeights, weightTable } from '../weights/files.ts'
import { locateShards, refuseUrls, type Shard, shardName } from '../weights/locate.ts'
import { parseManifest } from '../weights/manifest.ts'
import { parameterCount, quantisationOf } from '../weights/summary.ts'

/** A model.json whose weights were found and checked; graph- and layers-specific parts are not read yet. */
export interface OpenedJson {
  readonly root: JsonObject
  readonly topology: JsonObject
  readonly weights: readonly WeightEntry[]
  readonly contents: readonly Content[]
  readonly metadata: ModelMetadata
  /** The summary except for what the topology tells. */
  readonly summary: Omit<ModelSummary, 'format' | 'formatLabel' | 'use' | 'topology' | 'signatures' | 'metadata'>
}

/** What a format reads from the topology before the metadata is assembled. */
export interface FromTopology {
  readonly signatures: readonly Signature[]
  /** Plausible numbers of class names: sizes of the outputs' last dimensions. */
  readonly classCounts: readonly number[]
}

/**
 * Reads a `model.json` and finds its weights; `parse` reads the text, `inspect` then examines the topology. Raises
 * `json-invalid`, `json-too-large`, `model-invalid`, `weights-missing`, `weights-wrong-size`, `file-unreadable`,
 * `cancelled`.
 */
export async function openJson(
  match: ModelMatch,
  tree: FileTree,
  { signal, onProgress }: OpenOptions,
  inspect: (root: JsonObject, topology: JsonObject, weights: readonly WeightEntry[]) => Promise<FromTopology>,
  parse: typeof parseJson = parseJson,
): Promise<OpenedJson & { readonly signatures: readonly Signature[] }> {
  const { main } = match
  onProgress?.({ stage: 'parse', done: 0, total: 2, note: `reading ${main.name}` })
  if (main.source.size > limits.json) throw tooLarge(match)
  const bytes = await main.source.read(0, main.source.size, signal)
  const root = asObject(parse(bytes, main.path, signal))
  const topology = asObject(get(root, 'modelTopology'))
  if (root === null || topology === null)
    throw new EngineError('model-invalid', `${main.path} holds no modelTopology.`, 'Convert or export the model again.')

  onProgress?.({ stage: 'parse', done: 1, total: 2, note: 'finding its weight files' })
  const groups: LocatedGroup[] = []
  for (const group of parseManifest(get(root, 'weightsManifest') ?? [], main.path)) {
    refuseUrls(main, group.paths)
    groups.push({ group, shards: await locateShards(main, group.paths, tree, signal) })
  }
  const shards = groups.flatMap((group) => group.shards)
  // Fetch the weights while the graph is parsed.
  for (const { file } of shards) file?.source.ahead?.()
  const hash = hashOf(bytes, shards)
  const table = weightTable(main, groups, tree)
  await requireWeights(main, groups, table, signal)
  const weights = await weightEntries(groups, main.path, signal)

  const { signatures, classCounts } = await inspect(root, topology, weights)
  const sidecars = await sidecarsOf(main, tree, signal)
  const files = new Set([main, ...match.files, ...shards.flatMap(({ file }) => (file === null ? [] : [file]))])
  onProgress?.({ stage: 'parse', done: 2, total: 2, note: 'read' })
  return {
    root,
    topology,
    weights,
    contents: [
      { name: 'model.json', holds: 'topology', source: main.source },
      ...shards.flatMap(({ path, file }): readonly Content[] =>
        file === null ? [] : [{ name: path, holds: 'weights', source: file.source }],
      ),
    ],
    signatures,
    metadata: mergeMetadata([...sidecars.map((sidecar) => sidecar.part), ownMetadata(root)], classCounts),
    summary: {
      name: match.name,
      path: main.path,
      generatedBy: asString(get(root, 'generatedBy')) ?? '',
      convertedBy: asString(get(root, 'convertedBy')) ?? '',
      bytes: [...files].reduce((sum, file) => sum + file.source.size, 0),
      hash: await hash,
      parameters: parameterCount(weights),
      weightFiles: table,
      quantisation: quantisationOf(groups),
      repairs: repairsOf(shards),
    },
  }
}

function tooLarge({ main }: ModelMatch): EngineError {
  return new EngineError(
    'json-too-large',
    `${main.path} is ${formatBytes(main.source.size)}; the limit for JSON is ${formatBytes(limits.json)}.`,
    'A topology rarely exceeds a few megabytes. Convert the model again, with its weights in .bin files.',
  )
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>, shards: readonly Shard[]): Promise<string> {
  const names = shards.map(({ path, file }) => `\n${shardName(path)} ${file?.source.size ?? 0}`).join('')
  return (await sha256Beside(bytes, new TextEncoder().encode(names))).slice(0, 16)
}

function repairsOf(shards: readonly Shard[]): readonly string[] {
  return shards.flatMap(({ path, file, by }) => {
    if (file === null || by === 'path' || by === null) return []
    return [
      `The manifest names ${path}; ${file.path}, a file of that name ${by === 'folder' ? 'in the same folder' : 'elsewhere in the drop'}, was used.`,
    ]
  })
}
