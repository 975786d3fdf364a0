import { sizeOf, type TensorData } from '../../base/tensor.ts'
import type { Constant } from '../constant.ts'
import { type Attributes, type GraphNode, outputOf } from '../graph.ts'
import { Rewriter } from '../rewrite.ts'
import type { Pass } from './contract.ts'

/** Ops that must not be merged: they draw random numbers, hold state, or control the flow. */
const distinct =
  /^(Placeholder|Random|Stateless|Multinomial|TruncatedNormal|Tensor(List|Array)|EmptyTensorList|HashTable|Mutable|Lookup|If|While|Case|Switch|Merge|Enter|Exit|NextIteration|LoopCond|Stateful|Partitioned|Assert|Print|NoOp)/

/** Largest constant that is compared by its elements. */
const maxCompared = 64

export const commonSubexpressions: Pass = {
  id: 'common-subexpressions',
  label: 'Merges identical computations',
  run(graph) {
    const rewriter = new Rewriter(graph)
    const seen = new Map<string, GraphNode[]>()
    const ids = new Map<Constant, number>()
    let changes = 0
    for (const node of rewriter.originals()) {
      if (distinct.test(node.op) || (node.controls?.length ?? 0) > 0) continue
      const key = keyOf(node, rewriter, ids)
      const alike = seen.get(key)
      if (alike === undefined) {
        seen.set(key, [node])
        continue
      }
      const first = alike.find((other) => node.constant !== undefined || haveSameAttributes(node, other))
      if (first === undefined) {
        alike.push(node)
        continue
      }
      const share = () => {
        for (let i = 0; rewriter.has(outputOf(node.name, i)); i++)
          rewriter.replace(outputOf(node.name, i), outputOf(first.name, i))
      }
      // Sharing one constant between two places costs nothing.
      if (node.op === 'Const') share()
      else {
        rewriter.at([first, node], () => {
          share()
          rewriter.edit(first.name, {})
        })
        changes++
      }
    }
    if (changes === 0) return { graph, changes, places: [] }
    return { graph: rewriter.finish(), changes, places: rewriter.places }
  },
}

/** A node's key without attributes, which rarely make the difference. */
function keyOf(node: GraphNode, rewriter: Rewriter, ids: Map<Constant, number>): string {
  const { constant } = node
  if (constant !== undefined) return constantKey(constant, ids)
  let key = node.op
  for (const input of node.inputs) {
    const value = rewriter.resolve(input)
    key += ` ${value.length} ${value}`
  }
  return key
}

function haveSameAttributes(a: GraphNode, b: GraphNode): boolean {
  return attributesKey(a.attributes) === attributesKey(b.attributes)
}

/** Cached texts of attributes and small constants, which do not change between iterations. */
const texts = new WeakMap<Attributes | Constant, string>()

function attributesKey(attributes: Attributes): string {
  const known = texts.get(attributes)
  if (known !== undefined) return known
  const text = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))
  texts.set(attributes, text)
  return text
}

/** The bits as one character per byte: distinguishes -0 from 0. */
function elementsKey(data: TensorData): string {
  if (!ArrayBuffer.isView(data)) return JSON.stringify(data)
  return Reflect.apply(String.fromCharCode, null, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function constantKey(constant: Constant, ids: Map<Constant, number>): string {
  const { dtype, shape, data } = constant
  if (data !== null && sizeOf(shape) <= maxCompared) {
    const known = texts.get(constant)
    if (known !== undefined) return known
    const text = `Const ${dtype} [${shape}] ${elementsKey(data)}`
    texts.set(constant, text)
    return text
  }
  const id = ids.get(constant) ?? ids.size
  ids.set(constant, id)
  return `Const ${id}`
}
