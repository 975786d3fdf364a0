import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { type GraphProto, Library, readGraph } from './graph-def.ts'
import { readEntry, readMessage, textOf, within } from './message.ts'
import { type ObjectGraphProto, readObjectGraph } from './object-graph.ts'
import { type OpDefProto, readOpDef } from './op-def.ts'
import { readShape } from './tensor.ts'

/** `MetaGraphDef`: one graph of a SavedModel, under its tags. */
export interface MetaGraphProto {
  readonly tags: readonly string[]
  readonly tensorflowVersion: string
  /** The operations that the graph uses, as the TensorFlow that wrote it defined them. */
  readonly ops: ReadonlyMap<string, OpDefProto>
  readonly graph: GraphProto
  readonly signatures: ReadonlyMap<string, SignatureProto>
  /** Node that holds the path of a file → the file's name in `assets/`. */
  readonly assets: ReadonlyMap<string, string>
  /** Operations of TensorFlow 1 that prepare the model once it is loaded. */
  readonly initialisers: readonly string[]
  readonly objects: ObjectGraphProto
}

export interface SignatureProto {
  readonly inputs: ReadonlyMap<string, TensorInfoProto>
  readonly outputs: ReadonlyMap<string, TensorInfoProto>
}

/** `TensorInfo`: a value of the graph, `name:0`, that a signature calls by another name. */
export interface TensorInfoProto {
  readonly tensor: string
  readonly dtype: number
  readonly shape: Shape | null
  /** The three parts of a sparse tensor. */
  readonly sparse: { readonly values: string; readonly indices: string; readonly denseShape: string } | null
}

/** The meta graphs of `saved_model.pb`. Raises `file-truncated`, `model-invalid`. */
export function readSavedModel(bytes: Uint8Array, path: string): readonly MetaGraphProto[] {
  const metaGraphs: MetaGraphProto[] = []
  readMessage(bytes, path, (field, reader) => {
    if (field === 2) metaGraphs.push(readMetaGraph(reader, path))
  })
  return metaGraphs
}

const initialiserCollections = new Set(['saved_model_main_op', 'legacy_init_op', 'table_initializer'])

function readMetaGraph(reader: PbfReader, path: string): MetaGraphProto {
  const tags: string[] = []
  let tensorflowVersion = ''
  const ops = new Map<string, OpDefProto>()
  let graph: GraphProto = { nodes: [], functions: new Library(null, path) }
  const signatures = new Map<string, SignatureProto>()
  const assets = new Map<string, string>()
  const initialisers: string[] = []
  let objects: ObjectGraphProto = { functions: new Map() }
  within(reader, (field) => {
    if (field === 1)
      within(reader, (inner) => {
        if (inner === 4) tags.push(textOf(reader))
        else if (inner === 5) tensorflowVersion = textOf(reader)
        else if (inner === 2)
          within(reader, (item) => {
            if (item !== 1) return
            const op = readOpDef(reader)
            ops.set(op.name, op)
          })
      })
    else if (field === 2) graph = readGraph(reader, path)
    else if (field === 4) {
      let nodes: readonly string[] = []
      const key = readEntry(reader, () => {
        nodes = readNodeList(reader)
      })
      if (initialiserCollections.has(key)) initialisers.push(...nodes)
    } else if (field === 5) {
      let signature: SignatureProto = { inputs: new Map(), outputs: new Map() }
      const key = readEntry(reader, () => {
        signature = readSignature(reader)
      })
      signatures.set(key, signature)
    } else if (field === 6) readAsset(reader, assets)
    else if (field === 7) objects = readObjectGraph(reader)
  })
  return { tags, tensorflowVersion, ops, graph, signatures, assets, initialisers, objects }
}

/** `CollectionDef` of nodes; empty for a collection of anything else. */
function readNodeList(reader: PbfReader): readonly string[] {
  const nodes: string[] = []
  within(reader, (field) => {
    if (field !== 1) return
    within(reader, (inner) => {
      if (inner === 1) nodes.push(textOf(reader))
    })
  })
  return nodes
}

function readAsset(reader: PbfReader, assets: Map<string, string>): void {
  let tensor = ''
  let file = ''
  within(reader, (field) => {
    if (field === 1) tensor = readTensorInfo(reader).tensor
    else if (field === 2) file = textOf(reader)
  })
  assets.set(tensor.replace(/:0$/, ''), file)
}

function readSignature(reader: PbfReader): SignatureProto {
  const inputs = new Map<string, TensorInfoProto>()
  const outputs = new Map<string, TensorInfoProto>()
  within(reader, (field) => {
    if (field !== 1 && field !== 2) return
    let info: TensorInfoProto = { tensor: '', dtype: 0, shape: null, sparse: null }
    const key = readEntry(reader, () => {
      info = readTensorInfo(reader)
    })
    const side = field === 1 ? inputs : outputs
    side.set(key, info)
  })
  return { inputs, outputs }
}

function readTensorInfo(reader: PbfReader): TensorInfoProto {
  let tensor = ''
  let dtype = 0
  let shape: Shape | null = null
  let sparse: TensorInfoProto['sparse'] = null
  within(reader, (field) => {
    if (field === 1) tensor = textOf(reader)
    else if (field === 2) dtype = reader.readVarint()
    else if (field === 3) shape = readShape(reader)
    else if (field === 4) {
      const parts = { values: '', indices: '', denseShape: '' }
      within(reader, (inner) => {
        if (inner === 1) parts.values = textOf(reader)
        else if (inner === 2) parts.indices = textOf(reader)
        else if (inner === 3) parts.denseShape = textOf(reader)
      })
      sparse = parts
    }
  })
  return { tensor, dtype, shape, sparse }
}
