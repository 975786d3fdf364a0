import { type FoundSignature, type Port, port } from './ports.ts'
import type { AttributeProto } from './proto/attributes.ts'
import type { NodeProto } from './proto/graph-def.ts'
import type { ConcreteFunctionProto } from './proto/object-graph.ts'
import type { MetaGraphProto } from './proto/saved-model.ts'
import type { Source } from './proto/source.ts'
import type { LeafProto } from './proto/structure.ts'

/** A Keras model tracks hundreds of functions; the outer ones are the interesting ones. */
const most = 64
/** How Keras calls the internal functions of layers. */
const ofLayers = /(^|\.)(keras_api|call_and_return_|_default_save_signature|[^.]*_layer_call_)/

/**
 * The program's functions as signatures, for a model without any: `embed`, `__call__`, `decoder.step`. What a Python
 * program can call after `tf.saved_model.load`, with a name for each traced variant.
 */
export function functionSignatures(meta: MetaGraphProto): readonly FoundSignature[] {
  const nodeOf = capturedNodes(meta)
  return functionsOf(meta).flatMap(({ name, concrete }) => signatureOf(name, concrete, meta, nodeOf) ?? [])
}

interface NamedFunction {
  readonly name: string
  /** The function's name in the library. */
  readonly concrete: string
}

/** Functions by the path of attributes that leads to them, shortest paths and `__call__` first. */
function functionsOf({ objects: { objects } }: MetaGraphProto): readonly NamedFunction[] {
  const found: NamedFunction[] = []
  const seen = new Set([0])
  let level: readonly (readonly [id: number, path: string])[] = [[0, '']]
  while (level.length > 0 && found.length < most) {
    const next: (readonly [number, string])[] = []
    for (const [id, path] of level)
      for (const [name, child] of [...(objects[id]?.children ?? [])].sort(([a], [b]) => rank(a) - rank(b))) {
        const inner = path === '' ? name : `${path}.${name}`
        if (seen.has(child) || ofLayers.test(inner)) continue
        seen.add(child)
        for (const concrete of objects[child]?.functions ?? []) found.push({ name: inner, concrete })
        next.push([child, inner])
      }
    level = next
  }
  return found.slice(0, most)
}

function rank(name: string): number {
  return name === '__call__' ? 0 : name.startsWith('_') ? 2 : 1
}

/** Main-graph nodes by the number of the object that they hold, as far as calls in the main graph reveal them. */
function capturedNodes({ graph, objects }: MetaGraphProto): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  for (const { op, attributes, inputs } of graph.nodes) {
    const f = op.endsWith('Call') ? attributes.get('f') : undefined
    const captures = f !== undefined && 'func' in f ? (objects.functions.get(f.func.name)?.captures ?? []) : []
    const given = inputs.filter(({ control }) => !control)
    captures.forEach((id, i) => {
      const input = given[given.length - captures.length + i]
      if (input !== undefined) found.set(id, input.node)
    })
  }
  return found
}

/** `null` if the function takes or returns anything but tensors, or captures what the file does not describe. */
function signatureOf(
  name: string,
  concrete: string,
  meta: MetaGraphProto,
  nodeOf: ReadonlyMap<number, string>,
): FoundSignature | null {
  const definition = meta.objects.functions.get(concrete)
  if (definition === undefined || !meta.graph.functions.has(concrete)) return null
  const inputs = definition.inputs?.filter(isTensor)
  const outputs = definition.outputs?.filter(isTensor)
  if (inputs === undefined || outputs === undefined || outputs.length === 0) return null
  const call = `call ${concrete}`
  const placeholders = inputs.map((_, i) => `${call} ${i}`)
  const handles = definition.captures.map((id) => handleOf(id, meta, nodeOf))
  const nodes: NodeProto[] = placeholders.map((node) => nodeWith(node, 'Placeholder', {}))
  for (const handle of handles) {
    if (handle === null) return null
    if (typeof handle !== 'string') nodes.push(handle)
  }
  const names = [
    ...placeholders,
    ...handles.map((handle) => (typeof handle === 'string' ? handle : (handle?.name ?? ''))),
  ]
  nodes.push(
    nodeWith(call, 'StatefulPartitionedCall', { f: { func: { name: concrete, attributes: new Map() } } }, names),
  )
  const place = (leaf: LeafProto, i: number, node: string, index: number): Port =>
    port(
      leaf.text !== '' && leaf.text !== 'unknown' ? leaf.text : `output_${i}`,
      `${node}:${index}`,
      leaf.dtype ?? 0,
      leaf.shape,
    )
  return {
    name: `${name}${variantOf(definition)}`,
    meta: { ...meta, graph: { ...meta.graph, nodes: [...meta.graph.nodes, ...nodes] } },
    inputs: unique(inputs.map((leaf, i) => place(leaf, i, placeholders[i] ?? '', 0))),
    outputs: unique(outputs.map((leaf, i) => place({ ...leaf, text: leaf.path.join('.') }, i, call, i))),
  }
}

/** The main-graph node of a captured object, or a new one for a variable; `null` if there is neither. */
function handleOf(
  id: number,
  { objects }: MetaGraphProto,
  nodeOf: ReadonlyMap<number, string>,
): string | NodeProto | null {
  const object = objects.objects[id]
  if (object?.variable != null) {
    const { dtype, shape } = object.variable
    return nodeWith(`variable ${id}`, 'VarHandleOp', { dtype: { type: dtype }, shape: { shape } })
  }
  return nodeOf.get(id) ?? (object?.constant ? object.constant.replace(/:0$/, '') : null)
}

/** What a trace was specialised for: ` (True)`; empty without plain arguments. */
function variantOf({ inputs }: ConcreteFunctionProto): string {
  const plain = (inputs ?? []).filter((leaf) => !isTensor(leaf) && leaf.text !== '').map(({ text }) => text)
  return plain.length === 0 ? '' : ` (${plain.join(', ')})`
}

function isTensor({ dtype }: LeafProto): boolean {
  return dtype !== null
}

function unique(ports: readonly Port[]): readonly Port[] {
  const taken = new Set<string>()
  return ports.map((one) => {
    let { name } = one
    for (let i = 1; taken.has(name); i++) name = `${one.name}_${i}`
    taken.add(name)
    return { ...one, name }
  })
}

function nodeWith(
  name: string,
  op: string,
  attributes: Readonly<Record<string, AttributeProto>>,
  inputs: readonly string[] = [],
): NodeProto {
  const sources = inputs.map((node): Source => ({ node, output: null, index: 0, control: false }))
  return { name, op, inputs: sources, attributes: new Map(Object.entries(attributes)) }
}
