import { PbfReader } from 'pbf'
import { type AttributeProto, type AttributeProtos, readAttribute } from './attributes.ts'
import { nextField, rangeOf, readAgain, readEntry, textOf, within } from './message.ts'
import { type OpDefProto, readOpDef } from './op-def.ts'
import { readSource, type Source } from './source.ts'

/** `NodeDef`. */
export interface NodeProto {
  readonly name: string
  readonly op: string
  readonly inputs: readonly Source[]
  readonly attributes: AttributeProtos
}

/** `FunctionDef`. */
export interface FunctionProto {
  readonly signature: OpDefProto
  readonly nodes: readonly NodeProto[]
  /** Output name in the signature → its value. */
  readonly results: ReadonlyMap<string, string>
  /** Nodes that run for their effect. */
  readonly controlResults: readonly string[]
}

/** `GraphDef`. */
export interface GraphProto {
  readonly nodes: readonly NodeProto[]
  readonly functions: Library
}

export function readGraph(reader: PbfReader, path: string): GraphProto {
  const graph = { nodes: [] as NodeProto[], functions: new Library(reader.buf, path), path }
  const { nodes, functions } = within(reader, graphField, graph)
  functions.release()
  return { nodes, functions }
}

interface GraphDraft {
  readonly nodes: NodeProto[]
  readonly functions: Library
  readonly path: string
}

function graphField(field: number, { nodes, functions, path }: GraphDraft, reader: PbfReader): void {
  if (field === 1) nodes.push(reader.length <= keptFile ? new StoredNode(reader, path) : readNode(reader, false))
  else if (field === 2) within(reader, libraryField, functions)
}

function libraryField(field: number, functions: Library, reader: PbfReader): void {
  if (field === 1) functions.add(rangeOf(reader))
}

function readNode(reader: PbfReader, inFunction: boolean): NodeProto {
  return within<NodeDraft>(reader, nodeField, { name: '', op: '', inputs: [], attributes: new Map(), inFunction })
}

interface NodeDraft {
  name: string
  op: string
  readonly inputs: Source[]
  readonly attributes: Map<string, AttributeProto>
  readonly inFunction: boolean
}

function nodeField(field: number, node: NodeDraft, reader: PbfReader): void {
  if (field === 1) node.name = textOf(reader)
  else if (field === 2) node.op = textOf(reader)
  else if (field === 3) node.inputs.push(readSource(reader, node.inFunction))
  else if (field === 5) readAttribute(reader, node.attributes)
}

/** A main-graph node; only name and op are read until it is requested: most nodes serve training and saving only. */
class StoredNode implements NodeProto {
  readonly name: string
  readonly op: string
  readonly #reader: PbfReader
  readonly #path: string
  readonly #start: number
  readonly #end: number
  #rest: NodeRest | null = null

  /** The node in the reader's current field. */
  constructor(reader: PbfReader, path: string) {
    const { start, end } = rangeOf(reader)
    this.#reader = reader
    this.#path = path
    this.#start = start
    this.#end = end
    let name = ''
    let op = ''
    reader.pos = start
    // They come first and are reported once.
    while (name === '' || op === '') {
      const field = nextField(reader, end)
      if (field === 1) name = textOf(reader)
      else if (field === 2) op = textOf(reader)
      else if (field === 0) break
    }
    reader.pos = end
    this.name = name
    this.op = op
  }

  get inputs(): readonly Source[] {
    return this.#read().inputs
  }

  get attributes(): AttributeProtos {
    return this.#read().attributes
  }

  #read(): NodeRest {
    this.#rest ??= readAgain<NodeRest>(
      this.#reader,
      this.#path,
      restField,
      { inputs: [], attributes: new Map() },
      this.#start,
      this.#end,
    )
    return this.#rest
  }
}

type NodeRest = Pick<NodeDraft, 'inputs' | 'attributes'>

function restField(field: number, { inputs, attributes }: NodeRest, reader: PbfReader): void {
  if (field === 3) inputs.push(readSource(reader, false))
  else if (field === 5) readAttribute(reader, attributes)
}

/** Larger files are read whole at once, so that their bytes can be released. */
const keptFile = 32 * 2 ** 20

/** The functions of a graph, each parsed on first request: many serve training and saving only. */
export class Library {
  readonly #ranges = new Map<string, { readonly start: number; readonly end: number }>()
  readonly #definitions = new Map<string, FunctionProto>()
  readonly #path: string
  #reader: PbfReader | null

  constructor(bytes: Uint8Array | null, path: string) {
    this.#reader = bytes === null ? null : new PbfReader(bytes)
    this.#path = path
  }

  has(name: string): boolean {
    return this.#ranges.has(name)
  }

  get(name: string): FunctionProto | undefined {
    const range = this.#ranges.get(name)
    const held = this.#definitions.get(name)
    if (held !== undefined || range === undefined || this.#reader === null) return held
    const definition = readAgain(this.#reader, this.#path, functionField, emptyFunction(), range.start, range.end)
    this.#definitions.set(name, definition)
    return definition
  }

  /** Records where a function lies; only its name is read. */
  add({ start, end }: { readonly start: number; readonly end: number }): void {
    if (this.#reader === null) return
    const { name } = readAgain(this.#reader, this.#path, nameField, { name: '' }, start, end)
    this.#ranges.set(name, { start, end })
  }

  release(): void {
    if (this.#reader === null || this.#reader.length <= keptFile) return
    for (const name of this.#ranges.keys()) this.get(name)
    this.#reader = null
  }
}

/** A function's name is in its signature. */
function nameField(field: number, into: { name: string }, reader: PbfReader): void {
  if (field === 1) within(reader, signatureNameField, into)
}

function signatureNameField(field: number, into: { name: string }, reader: PbfReader): void {
  if (field === 1) into.name = textOf(reader)
}

interface FunctionDraft extends FunctionProto {
  signature: OpDefProto
  readonly nodes: NodeProto[]
  readonly results: Map<string, string>
  readonly controlResults: string[]
}

function emptyFunction(): FunctionDraft {
  const signature: OpDefProto = { name: '', inputs: [], outputs: [], defaults: new Map() }
  return { signature, nodes: [], results: new Map(), controlResults: [] }
}

function functionField(field: number, definition: FunctionDraft, reader: PbfReader): void {
  if (field === 1) definition.signature = readOpDef(reader)
  else if (field === 3) definition.nodes.push(readNode(reader, true))
  else if (field === 4) {
    const { key, value } = readEntry(reader, textOf)
    definition.results.set(key, value ?? '')
  } else if (field === 6) within(reader, controlResultField, definition.controlResults)
}

/** A map entry whose key is not needed. */
function controlResultField(field: number, names: string[], reader: PbfReader): void {
  if (field === 2) names.push(textOf(reader))
}
