import type { InspectedNode, InspectedWeight, NamedDim, ValueShape } from '../../base/inspection.ts'
import { type Analysis, analyse, outputsOf } from '../../graph/analyse.ts'
import { costOf } from '../../graph/cost.ts'
import { type Attribute, type Graph, type GraphNode, producerOf } from '../../graph/graph.ts'
import type { ValueInfo } from '../../graph/infer/info.ts'
import { opDefOf } from '../../graph/op-defs.ts'
import { functionsOf } from '../../graph/walk.ts'

export type DescribedNode = Omit<InspectedNode, 'group'>

/** The nodes of a pruned graph without constants, in its order. */
export function describeNodes(graph: Graph): readonly DescribedNode[] {
  const analysis = analyse(graph)
  const nodes = withoutConstants(graph)
  const indices = new Map(nodes.map(({ name }, i) => [name, i]))
  const names = dimNames(graph)
  const context = {
    graph,
    analysis,
    indices,
    names,
    taken: new Set<string>(),
    shapes: new Map(),
    attributes: new Map(),
  }
  return nodes.map((node) => describe(node, context))
}

export function withoutConstants({ nodes }: Graph): readonly GraphNode[] {
  return [...nodes.values()].filter(({ constant }) => constant === undefined)
}

interface Context {
  readonly graph: Graph
  readonly analysis: Analysis
  readonly indices: ReadonlyMap<string, number>
  readonly names: Map<string, string>
  /** Weights that an earlier node has: one that is shared counts once. */
  readonly taken: Set<string>
  /** What many nodes have in common is one object, which crosses to the page once. */
  readonly shapes: Map<ValueInfo, ValueShape>
  readonly attributes: Map<string, Pick<InspectedNode, 'attributes' | 'defaults'>>
}

function describe(node: GraphNode, context: Context): DescribedNode {
  const { graph, analysis, indices, names, taken } = context
  const inputs = node.inputs.map((input) => analysis.get(input)?.info)
  const outputs = outputsOf(node)
  const sizes = {
    inputs: inputs.map((info) => knownSizes(info, names)),
    outputs: outputs.map((info) => knownSizes(info, names)),
  }
  const read = node.inputs.flatMap((input) => weightOf(graph.nodes.get(producerOf(input)), taken))
  const weights = read.length === 0 ? none : read
  return {
    name: node.name,
    op: node.op,
    inputs: [...new Set(node.inputs.flatMap((input) => indices.get(producerOf(input)) ?? []))],
    inputShapes: inputs.flatMap((info) => (info === undefined ? [] : [shapeOf(info, context)])),
    outputs: outputs.map((info) => shapeOf(info, context)),
    weights,
    work: costOf(node, sizes),
    ...attributesOf(node, context),
    body: graph.functions.size === 0 ? none : bodyOf(node, graph),
  }
}

const none: readonly never[] = []

/** Constants of this many elements or fewer are settings: axes, shapes, slopes. */
const fewElements = 1

function weightOf(node: GraphNode | undefined, taken: Set<string>): readonly InspectedWeight[] {
  const constant = node?.constant
  if (node === undefined || constant === undefined || taken.has(node.name)) return []
  const { dtype, shape, bytes } = constant
  const elements = shape.reduce((product, dim) => product * dim, 1)
  if (dtype !== 'float32' && bytes === 0) return []
  if (elements <= fewElements && bytes === 0) return []
  taken.add(node.name)
  return [{ node: node.name, dtype, shape, bytes }]
}

/** How often each op occurs in the bodies that a node calls. */
function bodyOf(node: GraphNode, graph: Graph): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const name of functionsOf(node))
    for (const { op, constant } of graph.functions.get(name)?.nodes.values() ?? [])
      if (constant === undefined && op !== 'Placeholder') counts.set(op, (counts.get(op) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

function shapeOf(info: ValueInfo, { shapes, names }: Context): ValueShape {
  const known = shapes.get(info)
  if (known !== undefined) return known
  const shape = { dtype: info.dtype, dims: info.shape?.map((dim) => nameOf(dim, names)) ?? null }
  shapes.set(info, shape)
  return shape
}

function attributesOf({ op, attributes }: GraphNode, context: Context) {
  const key = op + JSON.stringify(attributes)
  const known = context.attributes.get(key)
  if (known !== undefined) return known
  const stated = Object.entries(attributes).filter(([name]) => !/^(T|N|dtype|T[a-z]+)$/.test(name))
  const defaults = opDefOf(op)?.attributes ?? {}
  const isDefault = ([name, attribute]: readonly [string, Attribute]) =>
    Object.hasOwn(defaults, name) && JSON.stringify(defaults[name]) === JSON.stringify(attribute)
  const text = ([name, attribute]: readonly [string, Attribute]) => [name, attributeText(attribute)] as const
  const told = {
    attributes: stated.filter((entry) => !isDefault(entry)).map(text),
    defaults: stated.filter(isDefault).map(text),
  }
  context.attributes.set(key, told)
  return told
}

/** Sizes with a batch of 1; `null` if another one is free. */
function knownSizes(info: ValueInfo | undefined, names: Map<string, string>): readonly number[] | null {
  const sizes = info?.shape?.map((dim) => (nameOf(dim, names) === 'batch' ? 1 : dim)) ?? null
  return sizes?.every((size) => typeof size === 'number') ? (sizes as readonly number[]) : null
}

/** A free dimension by the name of the input's axis, also within a formula; `?` if no input has it. */
function nameOf(dim: number | string, names: Map<string, string>): NamedDim {
  if (typeof dim === 'number') return dim
  const known = names.get(dim)
  if (known !== undefined) return known
  let text = dim
  for (const [symbol, name] of names) text = text.replaceAll(symbol, name)
  const named = text.includes('[') || text.length > 24 ? '?' : text
  names.set(dim, named)
  return named
}

/** What the free axes of inputs are usually called, by the rank. */
const axisNames: Readonly<Record<number, readonly string[]>> = {
  2: ['batch', 'length'],
  3: ['batch', 'steps', 'features'],
  4: ['batch', 'height', 'width', 'channels'],
  5: ['batch', 'depth', 'height', 'width', 'channels'],
}

function dimNames({ inputs }: Graph): Map<string, string> {
  return new Map(
    inputs.flatMap(({ node, shape }) =>
      (shape ?? []).flatMap((dim, axis) =>
        dim === null
          ? [[`${node}[${axis}]`, axisNames[shape?.length ?? 0]?.[axis] ?? (axis === 0 ? 'batch' : 'size')] as const]
          : [],
      ),
    ),
  )
}

/** Longer lists are cut. */
const mostItems = 32

function attributeText(attribute: Attribute): string {
  if (!('list' in attribute)) return scalarText(Object.values(attribute)[0])
  const [items = []] = Object.values(attribute.list) as readonly (readonly unknown[])[]
  const more = items.length > mostItems ? ', …' : ''
  return `[${items.slice(0, mostItems).map(scalarText).join(', ')}${more}]`
}

function scalarText(value: unknown): string {
  if (value === null) return '?'
  if (Array.isArray(value)) return `[${value.map((dim) => dim ?? '?').join(', ')}]`
  return typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value)
}
