import { customOpOf } from '../ops/index.ts'
import type { GraphNode } from './adapter.ts'

/**
 * Ops whose results are on the processor if their inputs are, on a GPU backend of TensorFlow.js 4.22: it computes those
 * of small tensors there, and others only rename a tensor.
 */
const staysOnProcessor: ReadonlySet<string> = new Set([
  ...['Abs', 'Add', 'AddV2', 'Ceil', 'Equal', 'Exp', 'Expm1', 'Floor', 'FloorDiv', 'Greater', 'GreaterEqual', 'Less'],
  ...['LessEqual', 'Log', 'Maximum', 'Minimum', 'Mul', 'Neg', 'NotEqual', 'Rsqrt', 'Sub', 'BroadcastArgs', 'Cast'],
  ...[
    'Concat',
    'ConcatV2',
    'Pack',
    'Gather',
    'GatherV2',
    'GatherNd',
    'Slice',
    'StridedSlice',
    'Split',
    'SplitV',
    'Tile',
  ],
  ...['TopKV2', 'Transpose', 'Unpack', 'Max', 'Prod', 'Reshape', 'Squeeze', 'ExpandDims', 'Identity', 'IdentityN'],
  'StopGradient',
])

/** Ops whose results are created on the processor, whatever their inputs are. */
const startsOnProcessor: ReadonlySet<string> = new Set(['Shape', 'ShapeN', 'Size', 'Rank', 'Range', 'LinSpace'])

/** Categories of tfjs-converter whose results are on the processor, or may be: weights and inputs, loops, tables. */
const otherCategories: ReadonlySet<string | undefined> = new Set([
  'graph',
  'control',
  'dynamic',
  'hash_table',
  'string',
])

/**
 * Nodes that take a number, such as a size or an axis, from a tensor that a GPU computes in the run: tfjs-converter
 * reads it back there and waits.
 */
export function readBacks(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const onGpu = new Set(nodes.filter(computesOnGpu))
  const readers = new Map<GraphNode, GraphNode[]>()
  for (const node of nodes) {
    if (!staysOnProcessor.has(node.op)) continue
    for (const input of node.inputs) {
      const known = readers.get(input)
      if (known === undefined) readers.set(input, [node])
      else known.push(node)
    }
  }
  // Iterating over a Set also visits elements added meanwhile.
  for (const node of onGpu) for (const reader of readers.get(node) ?? []) onGpu.add(reader)
  return nodes.filter((node) => numbersOf(node).some((input) => onGpu.has(input)))
}

function computesOnGpu({ op, category }: GraphNode): boolean {
  return (
    !staysOnProcessor.has(op) && !startsOnProcessor.has(op) && !otherCategories.has(category) && customOpOf(op) === null
  )
}

/** The inputs that a node reads as numbers. */
function numbersOf({ op, inputs, inputParams }: GraphNode): readonly GraphNode[] {
  if (customOpOf(op) !== null) return []
  return Object.values(inputParams).flatMap((parameter) => {
    const { type = '', inputIndexStart: start } = parameter ?? {}
    return start === undefined || /^tensors?$/.test(type) ? [] : (inputs.at(start) ?? [])
  })
}
