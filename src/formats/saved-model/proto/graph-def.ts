import type { PbfReader } from 'pbf'
import { type AttributeProto, type AttributeProtos, readAttribute } from './attributes.ts'
import { type ReadField, rangeOf, readEntry, readMessage, readRange, textOf, within } from './message.ts'
import { type OpDefProto, readOpDef } from './op-def.ts'

/** `NodeDef`: inputs as they stand: `name`, `name:1`, `^name`; in functions `argument`, `name:output:0`. */
export interface NodeProto {
  readonly name: string
  readonly op: string
  readonly inputs: readonly string[]
  readonly attributes: AttributeProtos
}

/** `FunctionDef`. */
export interface FunctionProto {
  readonly signature: OpDefProto
  readonly nodes: readonly NodeProto[]
  /** Name of an output of the signature → the value that it is. */
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
  const nodes: NodeProto[] = []
  const functions = new Library(reader.buf, path)
  const isKept = reader.length <= keptFile
  within(reader, (field) => {
    if (field === 1) nodes.push(isKept ? new StoredNode(reader, path) : readNode(reader))
    else if (field === 2)
      within(reader, (inner) => {
        if (inner === 1) functions.add(rangeOf(reader))
      })
  })
  functions.release()
  return { nodes, functions }
}

function readNode(reader: PbfReader): NodeProto {
  const node = emptyNode()
  within(reader, (field) => readNodeField(node, field, reader))
  return node
}

function emptyNode() {
  return { name: '', op: '', inputs: [] as string[], attributes: new Map<string, AttributeProto>() }
}

function readNodeField(node: ReturnType<typeof emptyNode>, field: number, reader: PbfReader): void {
  if (field === 1) node.name = textOf(reader)
  else if (field === 2) node.op = textOf(reader)
  else if (field === 3) node.inputs.push(textOf(reader))
  else if (field === 5) readAttribute(reader, node.attributes)
}

/** A node of which more than its name and op is read when it is first asked for: most serve training and saving only. */
class StoredNode implements NodeProto {
  readonly name: string
  readonly op: string
  readonly #bytes: Uint8Array
  readonly #path: string
  readonly #start: number
  readonly #end: number
  #whole: NodeProto | null = null

  /** Of the node that is the value of the reader's present field. */
  constructor(reader: PbfReader, path: string) {
    const { start, end } = rangeOf(reader)
    this.#bytes = reader.buf
    this.#path = path
    this.#start = start
    this.#end = end
    let name = ''
    let op = ''
    readRange(reader, start, end, (field) => {
      if (field === 1) name = textOf(reader)
      else if (field === 2) op = textOf(reader)
      // They stand first and are told once.
      if (field !== 1 && name !== '' && op !== '') reader.pos = end
    })
    this.name = name
    this.op = op
  }

  get inputs(): readonly string[] {
    return this.#read().inputs
  }

  get attributes(): AttributeProtos {
    return this.#read().attributes
  }

  #read(): NodeProto {
    if (this.#whole !== null) return this.#whole
    const node = { ...emptyNode(), name: this.name, op: this.op }
    const readRest: ReadField = (field, reader) => {
      if (field > 2) readNodeField(node, field, reader)
    }
    readMessage(this.#bytes, this.#path, readRest, this.#start, this.#end)
    this.#whole = node
    return node
  }
}

/** Larger files are read whole at once, so that their bytes can be let go. */
const keptFile = 32 * 2 ** 20

/** The functions of a graph, each read when it is first asked for: many serve training and saving only. */
export class Library {
  private readonly ranges = new Map<string, { readonly start: number; readonly end: number }>()
  private readonly definitions = new Map<string, FunctionProto>()

  constructor(
    private bytes: Uint8Array | null,
    private readonly path: string,
  ) {}

  has(name: string): boolean {
    return this.ranges.has(name)
  }

  get(name: string): FunctionProto | undefined {
    const range = this.ranges.get(name)
    const held = this.definitions.get(name)
    if (held !== undefined || range === undefined || this.bytes === null) return held
    const definition = readFunction(this.bytes, this.path, range.start, range.end)
    this.definitions.set(name, definition)
    return definition
  }

  /** Notes where a function lies; of it only the name is read. */
  add(range: { readonly start: number; readonly end: number }): void {
    if (this.bytes === null) return
    let name = ''
    const readName: ReadField = (field, reader) => {
      if (field !== 1) return
      within(reader, (inner) => {
        if (inner === 1) name = textOf(reader)
      })
    }
    readMessage(this.bytes, this.path, readName, range.start, range.end)
    this.ranges.set(name, range)
  }

  release(): void {
    if (this.bytes === null || this.bytes.length <= keptFile) return
    for (const name of this.ranges.keys()) this.get(name)
    this.bytes = null
  }
}

function readFunction(bytes: Uint8Array, path: string, start: number, end: number): FunctionProto {
  let signature: OpDefProto = { name: '', inputs: [], outputs: [], defaults: new Map() }
  const nodes: NodeProto[] = []
  const results = new Map<string, string>()
  const controlResults: string[] = []
  const read: ReadField = (field, reader) => {
    if (field === 1) signature = readOpDef(reader)
    else if (field === 3) nodes.push(readNode(reader))
    else if (field === 4) {
      let value = ''
      const key = readEntry(reader, () => {
        value = textOf(reader)
      })
      results.set(key, value)
    } else if (field === 6)
      readEntry(reader, () => {
        controlResults.push(textOf(reader))
      })
  }
  readMessage(bytes, path, read, start, end)
  return { signature, nodes, results, controlResults }
}
