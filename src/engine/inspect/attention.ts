import { type Graph, type GraphNode, producerOf } from '../../graph/graph.ts'

const products: ReadonlySet<string> = new Set(['BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3', 'Einsum'])

/** Scaling, masks and changes of shape between a softmax and the products before and after it. */
const between: ReadonlySet<string> = new Set([
  ...['Mul', 'RealDiv', 'Div', 'Add', 'AddV2', 'Sub', 'Select', 'SelectV2', 'Where', 'Identity', 'Cast', 'Reshape'],
  ...['Transpose', 'ExpandDims', 'Squeeze', 'Dropout'],
])

/** Operations between a softmax and a product at most. */
const longest = 8

/** Whether a node is the softmax over keys of an attention: a product of computed values before it, and one after it. */
export function isAttention(graph: Graph, name: string): boolean {
  const node = graph.nodes.get(name)
  if (node?.op !== 'Softmax') return false
  const before = (from: GraphNode) => from.inputs.flatMap((input) => graph.nodes.get(producerOf(input)) ?? [])
  if (!reaches(node, before)) return false
  return reaches(node, readersIn(graph))
}

function readersIn({ nodes }: Graph): (node: GraphNode) => readonly GraphNode[] {
  const readers = new Map<string, GraphNode[]>()
  for (const node of nodes.values())
    for (const input of node.inputs) {
      const list = readers.get(producerOf(input))
      if (list === undefined) readers.set(producerOf(input), [node])
      else list.push(node)
    }
  return ({ name }) => readers.get(name) ?? []
}

function reaches(from: GraphNode, next: (node: GraphNode) => readonly GraphNode[], left = longest): boolean {
  return next(from).some(
    (node) => products.has(node.op) || (left > 0 && between.has(node.op) && reaches(node, next, left - 1)),
  )
}
