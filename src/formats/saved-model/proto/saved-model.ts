import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { type GraphProto, Library, readGraph } from './graph-def.ts'
import { readEntry, readMessage, textOf, within } from './message.ts'
import { type ObjectGraphProto, readObjectGraph } from './object-graph.ts'
import { type OpDefProto, readOpDef } from './op-def.ts'
import { readShape } from './tensor.ts'

/** `MetaGraphDef`: one graph of a SavedModel, with its tags. */
export interface MetaGraphProto {
  readonly tags: readonly string[]
  readonly tensorflowVersion: string
  /** The ops that the graph uses, as defined by the TensorFlow version that wrote it. */
  readonly ops: ReadonlyMap<string, OpDefProto>
  readonly graph: GraphProto
  readonly signatures: ReadonlyMap<string, SignatureProto>
  /** Node that holds a file path → the file's name in `assets/`. */
  readonly assets: ReadonlyMap<string, string>
  /** TensorFlow 1 initialisation ops, run after loading. */
  readonly initialisers: readonly string[]
  readonly objects: ObjectGraphProto
}

export interface SignatureProto {
  readonly inputs: ReadonlyMap<string, TensorInfoProto>
  readonly outputs: ReadonlyMap<string, TensorInfoProto>
}

/** `TensorInfo`: a graph value, `name:0`, under its name in a signature. */
export interface TensorInfoProto {
  readonly tensor: string
  readonly dtype: number
  readonly shape: Shape | null
  /** The three parts of a sparse tensor. */
  readonly sparse: { readonly values: string; readonly indices: string; readonly denseShape: string } | null
}

/** The meta graphs of `saved_model.pb`. Raises `file-truncated`, `model-invalid`. */
export function readSavedModel(bytes: Uint8Array, path: string): readonly MetaGraphProto[] {
  return readMessage(bytes, path, savedModelField, { metaGraphs: [] as MetaGraphProto[], path }).metaGraphs
}

interface SavedModelDraft {
  readonly metaGraphs: MetaGraphProto[]
  readonly path: string
}

function savedModelField(field: number, { metaGraphs, path }: SavedModelDraft, reader: PbfReader): void {
  if (field !== 2) return
  const graph: GraphProto = { nodes: [], functions: new Library(null, path) }
  const meta: MetaGraphDraft = {
    tags: [],
    tensorflowVersion: '',
    ops: new Map(),
    graph,
    signatures: new Map(),
    assets: new Map(),
    initialisers: [],
    objects: { functions: new Map(), objects: [] },
    path,
  }
  metaGraphs.push(within(reader, metaGraphField, meta))
}

interface MetaGraphDraft extends MetaGraphProto {
  readonly tags: string[]
  tensorflowVersion: string
  readonly ops: Map<string, OpDefProto>
  graph: GraphProto
  readonly signatures: Map<string, SignatureProto>
  readonly assets: Map<string, string>
  readonly initialisers: string[]
  objects: ObjectGraphProto
  readonly path: string
}

/** Signatures that initialise or train a model. */
const internal = /^__saved_model_(init|train)_op$/

/** Whether a person can run the signature of this name. */
export function isOffered(key: string): boolean {
  return !internal.test(key)
}

const initialiserCollections = new Set(['saved_model_main_op', 'legacy_init_op', 'table_initializer'])

function metaGraphField(field: number, meta: MetaGraphDraft, reader: PbfReader): void {
  if (field === 1) within(reader, metaInfoField, meta)
  else if (field === 2) meta.graph = readGraph(reader, meta.path)
  else if (field === 4) {
    const { key, value } = readEntry(reader, readNodeList)
    if (initialiserCollections.has(key)) for (const name of value ?? []) meta.initialisers.push(name)
  } else if (field === 5) {
    const { key, value } = readEntry(reader, readSignature)
    meta.signatures.set(key, value ?? { inputs: new Map(), outputs: new Map() })
  } else if (field === 6) {
    const { tensor, file } = within(reader, assetField, { tensor: '', file: '' })
    meta.assets.set(tensor.replace(/:0$/, ''), file)
  } else if (field === 7) meta.objects = readObjectGraph(reader, ![...meta.signatures.keys()].some(isOffered))
}

/** `MetaInfoDef`. */
function metaInfoField(field: number, meta: MetaGraphDraft, reader: PbfReader): void {
  if (field === 2) within(reader, opListField, meta.ops)
  else if (field === 4) meta.tags.push(textOf(reader))
  else if (field === 5) meta.tensorflowVersion = textOf(reader)
}

function opListField(field: number, ops: Map<string, OpDefProto>, reader: PbfReader): void {
  if (field !== 1) return
  const op = readOpDef(reader)
  ops.set(op.name, op)
}

/** A `CollectionDef` of nodes; empty for a collection of anything else. */
function readNodeList(reader: PbfReader): readonly string[] {
  return within<string[]>(reader, collectionField, [])
}

function collectionField(field: number, nodes: string[], reader: PbfReader): void {
  if (field === 1) within(reader, nodeListField, nodes)
}

function nodeListField(field: number, nodes: string[], reader: PbfReader): void {
  if (field === 1) nodes.push(textOf(reader))
}

function assetField(field: number, asset: { tensor: string; file: string }, reader: PbfReader): void {
  if (field === 1) asset.tensor = readTensorInfo(reader).tensor
  else if (field === 2) asset.file = textOf(reader)
}

function readSignature(reader: PbfReader): SignatureProto {
  return within<SignatureDraft>(reader, signatureField, { inputs: new Map(), outputs: new Map() })
}

interface SignatureDraft {
  readonly inputs: Map<string, TensorInfoProto>
  readonly outputs: Map<string, TensorInfoProto>
}

function signatureField(field: number, { inputs, outputs }: SignatureDraft, reader: PbfReader): void {
  if (field !== 1 && field !== 2) return
  const { key, value } = readEntry(reader, readTensorInfo)
  const side = field === 1 ? inputs : outputs
  side.set(key, value ?? emptyInfo())
}

type TensorInfoDraft = { -readonly [K in keyof TensorInfoProto]: TensorInfoProto[K] }

function emptyInfo(): TensorInfoDraft {
  return { tensor: '', dtype: 0, shape: null, sparse: null }
}

function readTensorInfo(reader: PbfReader): TensorInfoProto {
  return within(reader, tensorInfoField, emptyInfo())
}

function tensorInfoField(field: number, info: TensorInfoDraft, reader: PbfReader): void {
  if (field === 1) info.tensor = textOf(reader)
  else if (field === 2) info.dtype = reader.readVarint()
  else if (field === 3) info.shape = readShape(reader)
  else if (field === 4) info.sparse = within(reader, sparseField, { values: '', indices: '', denseShape: '' })
}

function sparseField(
  field: number,
  parts: { values: string; indices: string; denseShape: string },
  reader: PbfReader,
): void {
  if (field === 1) parts.values = textOf(reader)
  else if (field === 2) parts.indices = textOf(reader)
  else if (field === 3) parts.denseShape = textOf(reader)
}
