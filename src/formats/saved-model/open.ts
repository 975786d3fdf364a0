import { EngineError } from '../../base/errors.ts'
import { formatBytes } from '../../base/format.ts'
import { dirName } from '../../files/paths.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import type { Constant } from '../../graph/constant.ts'
import type { ModelSource, SignatureGraph } from '../../graph/model.ts'
import type { Content, ModelMatch, OpenedModel, OpenModel } from '../contract.ts'
import { sha256 } from '../shared/sha256.ts'
import { mergeMetadata, sidecarsOf } from '../sidecars/index.ts'
import { crc32c } from './checkpoint/crc32c.ts'
import type { Checkpoint } from './checkpoint/index.ts'
import { constantOf } from './constants.ts'
import { parametersOf, sizeOfSignature } from './count.ts'
import { findAsset, holdsVariables } from './locate.ts'
import type { Files } from './lower/context.ts'
import { lower } from './lower/index.ts'
import type { FoundSignature } from './ports.ts'
import type { NodeProto } from './proto/graph-def.ts'
import { readTrackedObjects, type TrackedObject } from './proto/object-graph.ts'
import { type MetaGraphProto, readSavedModel } from './proto/saved-model.ts'
import { SavedValues } from './saved-values.ts'
import { asSignature, hasSignature, signaturesOf } from './signatures.ts'
import { readTextTable } from './text-table.ts'
import { openCheckpoint, refuseStandIn } from './weight-files.ts'

/** Protobuf's own limit is 2 GB. */
const largest = 2 ** 31 - 1

/**
 * Opens a SavedModel. Raises `file-empty`, `file-truncated`, `file-unreadable`, `model-invalid`,
 * `known-but-unsupported`, `signature-missing`, `weights-missing`, `checksum-mismatch`, `cancelled`.
 */
export const open: OpenModel = async (match, tree, { signal, onProgress }) => {
  const { main } = match
  onProgress?.({ stage: 'parse', done: 0, total: 2, note: `reading ${main.name}` })
  // Fetch the variables while the graph is parsed.
  for (const file of match.files) if (holdsVariables(file)) file.source.ahead?.()
  const lowering = import('./lower/op-outputs.ts')
  lowering.catch(() => undefined)
  const bytes = await readMain(main, signal)
  const hash = hashOf(bytes, match.files)
  const metaGraphs = readSavedModel(bytes, main.path)
  const signatures = signaturesOf(metaGraphs, main.path)
  onProgress?.({ stage: 'parse', done: 1, total: 2, note: 'finding its variables' })
  const [{ checkpoint, table }, { outputsOf }] = await Promise.all([
    openCheckpoint(main, metaGraphs, tree, signal),
    lowering,
  ])
  const tracked = await trackedObjects(checkpoint, signal)
  const saved = new Map(metaGraphs.map((meta) => [meta, new SavedValues(meta, tracked, checkpoint)]))
  const savedOf = (meta: MetaGraphProto) => saved.get(meta) ?? new SavedValues(meta, tracked, checkpoint)
  const files = filesFor(main, tree, signal)

  const graphs = new Map<FoundSignature, Promise<SignatureGraph>>()
  const toGraph: ModelSource['toGraph'] = async (name, abort) => {
    const signature = signatures.find((each) => each.name === name)
    if (signature === undefined)
      throw new EngineError(
        'signature-missing',
        `${main.path} has no signature "${name}". It has: ${signatures.map((each) => each.name).join(', ')}.`,
      )
    const saved = savedOf(signature.meta)
    const graph = graphs.get(signature) ?? lower(signature, { ...files, outputsOf, saved }, abort)
    graphs.set(signature, graph)
    // Retry on the next request if this failed or was cancelled.
    graph.catch(() => graphs.delete(signature))
    return graph
  }
  const sidecars = await sidecarsOf(main, tree, signal)
  const [first] = signatures
  const size = first === undefined ? undefined : sizeOfSignature(first)
  const classCounts = signatures.flatMap(({ outputs }) => outputs.flatMap(({ shape }) => shape?.at(-1) ?? []))
  const version = metaGraphs.find(({ tensorflowVersion }) => tensorflowVersion !== '')?.tensorflowVersion
  const summary: OpenedModel['summary'] = {
    name: match.name,
    path: main.path,
    generatedBy: version === undefined ? '' : `TensorFlow ${version}`,
    convertedBy: '',
    bytes: [main, ...match.files].reduce((sum, file) => sum + file.source.size, 0),
    hash,
    parameters: parametersOf(signatures, savedOf) || (size?.constants ?? 0),
    topology: { count: size?.operations ?? 0, unit: 'operation' },
    weightFiles: table,
    quantisation: '',
    signatures: signatures.map(asSignature),
    metadata: mergeMetadata(
      sidecars.map(({ part }) => part),
      classCounts,
    ),
    repairs: [
      ...(metaGraphs.some(hasSignature)
        ? []
        : ['The model has no signatures; the functions of its program are offered instead.']),
      ...(checkpoint?.header.bigEndian === true
        ? ['The variables were saved on a big-endian machine; their bytes were swapped.']
        : []),
    ],
  }
  onProgress?.({ stage: 'parse', done: 2, total: 2, note: 'read' })
  return { summary, contents: contentsOf(match), toGraph }
}

/** The graph, the variables wherever they lie, and the assets; neither debug information nor fingerprints. */
function contentsOf({ main, files }: ModelMatch): readonly Content[] {
  const folder = dirName(main.path)
  const inside = files.flatMap((file): readonly Content[] => {
    if (holdsVariables(file)) return [{ name: `variables/${file.name}`, holds: 'weights', source: file.source }]
    const name = file.path.slice(folder === '' ? 0 : folder.length + 1)
    return name.startsWith('assets/') ? [{ name, holds: 'assets', source: file.source }] : []
  })
  return [{ name: 'saved_model.pb', holds: 'topology', source: main.source }, ...inside]
}

async function readMain(main: TreeFile, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  await refuseStandIn(main, signal)
  const { size } = main.source
  if (size > largest)
    throw new EngineError('model-invalid', `${main.path} is ${formatBytes(size)}; protobuf files are limited to 2 GB.`)
  const bytes = main.source.peek?.(0, size) ?? (await main.source.read(0, size, signal))
  if (bytes[0] === 0x0a)
    throw new EngineError(
      'known-but-unsupported',
      `${main.path} is not a SavedModel but a bare graph (GraphDef, "frozen" if it holds its weights), which has no signature.`,
      'Load it in Python with tf.compat.v1.import_graph_def and save it with tf.compat.v1.saved_model.simple_save.',
    )
  return bytes
}

/** The checkpoint's directory of program objects; absent in TensorFlow 1 files. */
async function trackedObjects(
  checkpoint: Checkpoint | null,
  signal: AbortSignal | undefined,
): Promise<readonly TrackedObject[]> {
  const bytes = await checkpoint?.bytes('_CHECKPOINTABLE_OBJECT_GRAPH', signal)
  return bytes === undefined || bytes === null || checkpoint === null
    ? []
    : readTrackedObjects(bytes, checkpoint.file.path)
}

function filesFor(main: TreeFile, tree: FileTree, signal: AbortSignal | undefined): Omit<Files, 'saved' | 'outputsOf'> {
  const constants = new Map<NodeProto, Constant>()
  return {
    constant: (node) => {
      const held = constants.get(node)
      if (held !== undefined) return held
      const value = node.attributes.get('value')
      if (value === undefined || !('tensor' in value))
        throw new EngineError('model-invalid', `The constant "${node.name}" in ${main.path} has no value.`)
      const constant = constantOf(value.tensor, node.name, main)
      constants.set(node, constant)
      return constant
    },
    textTable:
      (name, spec, { keyDType, valueDType }) =>
      async () => {
        const file = findAsset(main, name, tree)
        if (file === undefined)
          throw new EngineError(
            'asset-missing',
            `${main.path} needs the file assets/${name.slice(name.lastIndexOf('/') + 1)}, which fills a hash table; it is missing.`,
            'Drop the whole folder of the SavedModel, including its folder "assets".',
          )
        return readTextTable(file, spec, { key: keyDType, value: valueDType }, signal)
      },
  }
}

/** Covers the topology's checksum (the topology is megabytes long) and the sizes of all files. */
function hashOf(bytes: Uint8Array<ArrayBuffer>, files: readonly TreeFile[]): string {
  const names = files.map(({ name, source }) => `\n${name} ${source.size}`).join('')
  return sha256(new TextEncoder().encode(`${bytes.length} ${crc32c(bytes)}${names}`)).slice(0, 16)
}
