import type { Constant } from '../constant.ts'
import { type GraphNode, outputIndexOf, producerOf, type Value } from '../graph.ts'
import { attributesJson, dataTypeOf, shapeJson } from './attribute-json.ts'
import type { Names } from './names.ts'

/** `NodeDef` in protobuf JSON. */
export interface NodeDef {
  readonly name: string
  readonly op: string
  readonly input: readonly string[]
  readonly attr: object
}

/** Shared by the graph and its functions. */
export interface Library {
  readonly names: Names
  /** Written name → constant. */
  readonly constants: Map<string, Constant>
  /** A constant has one name in the whole model, so that its weight is stored once. */
  readonly constantNames: Map<Constant, string>
  readonly functionNames: ReadonlyMap<string, string>
}

/** TensorFlow.js lists only these two as ops without control flow; their stateless variants do the same. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['If', 'StatelessIf'],
  ['While', 'StatelessWhile'],
])

/** Writes the nodes of one graph or function. */
export class NodeWriter {
  readonly nodes: NodeDef[] = []
  readonly #library: Library
  readonly #names = new Map<string, string>()
  readonly #constants = new Set<string>()
  /** Nodes whose output is already used as a result or output. */
  readonly #given = new Set<string>()

  /** `prefix` is prepended to node names, except for constants, which the whole model shares. */
  constructor(library: Library, nodes: Iterable<GraphNode>, prefix = '') {
    this.#library = library
    const list = [...nodes]
    for (const { name, constant } of list)
      this.#names.set(
        name,
        constant === undefined ? library.names.give(prefix + name) : this.#constantName(name, constant),
      )
    for (const node of list) this.#write(node)
  }

  nameOf(node: string): string {
    return this.#names.get(node) ?? node
  }

  /** The reference to a value. */
  reference(value: Value): string {
    const name = this.nameOf(producerOf(value))
    const index = outputIndexOf(value)
    return index === 0 ? name : `${name}:${index}`
  }

  /**
   * A value as a graph output. TensorFlow.js keeps one output key and index per node, and returns inputs and weights
   * themselves, so anything but a node's first output, used once, is wrapped in an `Identity`.
   */
  output(value: Value): string {
    return this.#give(value, (op) => op !== 'Const' && !op.startsWith('Placeholder'))
  }

  /** A value as a function result; the caller recognises a parameter that is returned. */
  result(value: Value): string {
    return this.#give(value, (op) => op !== 'Const')
  }

  #give(value: Value, mayBe: (op: string) => boolean): string {
    const reference = this.reference(value)
    const node = this.nodes.find(({ name }) => name === reference)
    if (node !== undefined && mayBe(node.op) && !this.#given.has(reference)) {
      this.#given.add(reference)
      return reference
    }
    const name = this.#library.names.give(`${reference}/result`)
    this.nodes.push({ name, op: 'Identity', input: [reference], attr: {} })
    return name
  }

  #constantName(name: string, constant: Constant): string {
    const { names, constants, constantNames } = this.#library
    const known = constantNames.get(constant)
    if (known !== undefined) return known
    const given = names.give(name)
    constantNames.set(constant, given)
    constants.set(given, constant)
    return given
  }

  #write(node: GraphNode): void {
    const name = this.nameOf(node.name)
    if (node.constant !== undefined) {
      if (this.#constants.has(name)) return
      this.#constants.add(name)
      this.nodes.push(constantNode(name, node.constant))
      return
    }
    const input = node.inputs.map((value) => this.reference(value))
    const controls = (node.controls ?? []).map((control) => `^${this.nameOf(control)}`)
    const attr = attributesJson(node.attributes, (called) => this.#library.functionNames.get(called) ?? called)
    const op = synonyms.get(node.op) ?? node.op
    if (op === 'LookupTableFindV2' || op === 'LookupTableFind') this.#writeLookup(name, op, input, attr)
    else this.nodes.push({ name, op, input: [...input, ...controls], attr })
  }

  /** TensorFlow.js flattens keys on lookup; this restores their shape. */
  #writeLookup(name: string, op: string, input: readonly string[], attr: object): void {
    const flat = this.#library.names.give(`${name}/flat`)
    const shape = this.#library.names.give(`${name}/shape`)
    this.nodes.push(
      { name: flat, op, input, attr },
      { name: shape, op: 'Shape', input: input.slice(1, 2), attr: {} },
      { name, op: 'Reshape', input: [flat, shape], attr: {} },
    )
  }
}

export function constantNode(name: string, { dtype, shape }: Constant): NodeDef {
  const type = dataTypeOf(dtype)
  const tensor = { dtype: type, tensorShape: shapeJson(shape) }
  return { name, op: 'Const', input: [], attr: { dtype: { type }, value: { tensor } } }
}
