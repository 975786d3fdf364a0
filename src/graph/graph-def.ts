import type { DType, Shape } from '../base/tensor.ts'
import type { Constant } from './constant.ts'
import type { Graph, GraphFunction, HashTable } from './graph.ts'
import { dataTypeOf, shapeJson } from './graph-def/attribute-json.ts'
import { Names } from './graph-def/names.ts'
import { constantNode, type Library, type NodeDef, NodeWriter } from './graph-def/nodes.ts'

/** A graph in the form executed by TensorFlow.js 4.22's `GraphModel`: `GraphDef`s in protobuf JSON. */
export interface GraphDef {
  readonly modelTopology: object
  /** Inputs and outputs by graph name, in graph order. */
  readonly signature: object
  /** Fills the hash tables, which the main graph finds by node name; `null` if there are none. */
  readonly modelInitializer: object | null
  /** Values of the `Const` nodes by name, in graph order; shared by the main graph, functions and initialiser. */
  readonly constants: ReadonlyMap<string, Constant>
  /** Placeholder names, in the order of the graph's inputs. */
  readonly inputs: readonly string[]
  /** References `node` or `node:index`, in the order of the graph's outputs; each node occurs at most once. */
  readonly outputs: readonly string[]
  /** The hash tables by node name. */
  readonly tables: ReadonlyMap<string, HashTable>
}

const versions = { producer: 0, minConsumer: 0 }

/**
 * Writes a graph as a GraphDef. Renames nodes whose names TensorFlow.js mishandles, prefixes function nodes with the
 * function's name, and adds nodes where TensorFlow.js treats tables, results or outputs differently from TensorFlow.
 */
export function toGraphDef(graph: Graph): GraphDef {
  const names = new Names()
  const functionNames = new Map<string, string>()
  const functionTaken = new Names()
  for (const name of graph.functions.keys()) functionNames.set(name, functionTaken.give(name))
  const library: Library = { names, constants: new Map(), constantNames: new Map(), functionNames }
  const main = new NodeWriter(library, graph.nodes.values())
  const functions = [...graph.functions.values()].map((body) => functionDef(body, library))
  const inputs = graph.inputs.map(({ node }) => main.nameOf(node))
  const outputs = graph.outputs.map(({ value }) => main.output(value))
  const tables = new Map([...graph.tables].map(([node, table]) => [main.nameOf(node), table] as const))
  const modelInitializer = tables.size === 0 ? null : initializer(graph, main, library)
  return {
    modelTopology: { node: main.nodes, library: { function: functions }, versions },
    signature: {
      inputs: tensorInfos(graph.inputs, inputs),
      outputs: tensorInfos(graph.outputs, outputs),
    },
    modelInitializer,
    constants: library.constants,
    inputs,
    outputs,
    tables,
  }
}

interface PortSpec {
  readonly name: string
  readonly dtype: DType | null
  readonly shape: Shape | null
}

function tensorInfos(ports: readonly PortSpec[], references: readonly string[]): object {
  return Object.fromEntries(
    ports.map(({ name, dtype, shape }, i) => {
      const reference = references[i] ?? ''
      const tensor = reference.includes(':') ? reference : `${reference}:0`
      const type = dtype === null ? {} : { dtype: dataTypeOf(dtype) }
      return [name, { name: tensor, ...type, tensorShape: shapeJson(shape) }] as const
    }),
  )
}

/** `FunctionDef`: parameters are arguments, not nodes. */
function functionDef(body: GraphFunction, library: Library): object {
  const name = library.functionNames.get(body.name) ?? body.name
  const writer = new NodeWriter(library, body.nodes.values(), `${name}/`)
  const parameters = new Set(body.parameters.map(({ node }) => writer.nameOf(node)))
  const results = body.results.map((value, i) => [`r${i}`, writer.result(value)] as const)
  return {
    signature: {
      name,
      inputArg: body.parameters.map(({ node, dtype }) => ({ name: writer.nameOf(node), type: dataTypeOf(dtype) })),
      outputArg: results.map(([result]) => ({ name: result })),
    },
    nodeDef: writer.nodes.filter((node) => !parameters.has(node.name)),
    ret: Object.fromEntries(results),
  }
}

function initializer(graph: Graph, main: NodeWriter, { names, constants }: Library): object {
  const node = [...graph.tables].flatMap(([table, { keys, values }]): readonly NodeDef[] => {
    const name = main.nameOf(table)
    const attr = main.nodes.find((written) => written.name === name)?.attr ?? {}
    const keysName = names.give(`${name}/keys`)
    const valuesName = names.give(`${name}/values`)
    constants.set(keysName, keys)
    constants.set(valuesName, values)
    return [
      { name, op: 'HashTableV2', input: [], attr },
      constantNode(keysName, keys),
      constantNode(valuesName, values),
      { name: names.give(`${name}/import`), op: 'LookupTableImportV2', input: [name, keysName, valuesName], attr: {} },
    ]
  })
  return { node, versions }
}
