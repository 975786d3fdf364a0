import { EngineError } from '../../../base/errors.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { GraphNode, Value } from '../../../graph/graph.ts'
import { opDefOf, withDefaults } from '../../../graph/op-defs.ts'
import { orderFrom } from '../../../graph/walk.ts'
import { readAttributes } from './attributes.ts'
import { type GraphNode as RawNode, sourceOf } from './nodes.ts'

/** Context for reading the nodes of a graph or function. */
export interface BodyContext {
  /** For messages. */
  readonly path: string
  /** Weights by `Const` node name, in manifest order. */
  readonly constants: ReadonlyMap<string, Constant>
}

/** TensorFlow 1 control flow, which relies on control inputs for its order. */
const flow = new Set(['Switch', 'Merge', 'Enter', 'Exit', 'NextIteration', 'LoopCond', 'RefSwitch', 'RefMerge'])

/** The nodes of a graph or function. */
export class Body {
  readonly #nodes: ReadonlyMap<string, GraphNode>
  readonly #context: BodyContext

  /** `given` override nodes of the file: inputs, parameters, tables. */
  constructor(raw: readonly RawNode[], given: readonly GraphNode[], context: BodyContext) {
    const controlled = raw.some(({ op }) => flow.has(op))
    const ops = new Map(raw.map(({ name, op }) => [name, op]))
    this.#nodes = new Map([
      ...raw.map((node) => [node.name, readNode(node, ops, controlled, context)] as const),
      ...given.map((node) => [node.name, node] as const),
    ])
    this.#context = context
  }

  /** Resolves a reference to a value. Nodes in functions name the output too: `node:output_name:1`. */
  value(reference: string): Value {
    return valueOfReference(reference, (name) => this.#nodes.get(name)?.op)
  }

  /**
   * The nodes required by `roots`, producers before consumers; weights first, in file order. Raises `weights-missing`,
   * `model-cyclic`.
   */
  needed(roots: readonly string[]): ReadonlyMap<string, GraphNode> {
    const { constants, path } = this.#context
    const { nodes, cycle } = orderFrom(roots, this.#nodes)
    if (cycle !== null)
      throw new EngineError(
        'model-cyclic',
        `The graph in ${path} has a cycle: ${cycle.slice(0, 8).join(' → ')}.`,
        'The file was damaged or edited. Convert the model again.',
      )
    const weights = new Map<string, GraphNode>()
    for (const name of constants.keys()) {
      const node = nodes.get(name)
      if (node?.constant !== undefined) weights.set(name, node)
    }
    for (const { op, name } of nodes.values())
      if (op === 'Const' && !weights.has(name))
        throw new EngineError(
          'weights-missing',
          `Constant "${name}" of the graph in ${path} has no weight in the manifest.`,
          'The model file and the weights may belong to different models; drop files from the same conversion.',
        )
    return new Map([...weights, ...nodes])
  }
}

function readNode(
  { name, op, inputs, attributes }: RawNode,
  ops: ReadonlyMap<string, string>,
  controlled: boolean,
  { constants }: BodyContext,
): GraphNode {
  if (op === 'Const') {
    const constant = constants.get(name)
    if (constant === undefined) return { name, op, inputs: [], attributes: {}, origin: [name] }
    return { name, op, inputs: [], attributes: { dtype: { type: constant.dtype } }, origin: [name], constant }
  }
  const node: GraphNode = {
    name,
    op,
    inputs: inputs
      .filter((input) => !input.startsWith('^'))
      .map((input) => valueOfReference(input, (source) => ops.get(source))),
    attributes: withDefaults(op, readAttributes(attributes)),
    origin: [name],
  }
  const controls = inputs.filter((input) => input.startsWith('^')).map(sourceOf)
  return controlled && controls.length > 0 ? { ...node, controls } : node
}

function valueOfReference(reference: string, opOf: (name: string) => string | undefined): Value {
  const [name = '', second, third] = reference.split(':')
  if (third === undefined) return `${name}:${index(second)}`
  const first = opDefOf(opOf(name) ?? '')?.outputs.indexOf(second ?? '') ?? 0
  return `${name}:${Math.max(0, first) + index(third)}`
}

function index(text: string | undefined): number {
  const number = Number(text ?? 0)
  return Number.isInteger(number) && number >= 0 ? number : 0
}
