import { outputOf } from '../../../graph/graph.ts'
import type { Decomposition, DecompositionRow } from '../../../graph/passes/decompose.ts'

/** Ops that move elements, and whose kernels accept numbers only. */
const ops = [
  ...['Gather', 'GatherV2', 'GatherNd', 'Select', 'SelectV2', 'Pad', 'PadV2', 'MirrorPad', 'Unique', 'UniqueV2'],
  ...['UniqueWithCounts', 'BroadcastTo', 'Fill', 'TensorScatterUpdate', 'ScatterNd', 'Reverse', 'ReverseV2', 'Tile'],
  ...['ZerosLike', 'Transpose', 'Roll', 'SparseToDense', 'Equal', 'NotEqual', 'SpaceToBatchND', 'BatchToSpaceND'],
  ...['Split', 'SplitV'],
]

/** Runs the op on numbers that stand for the strings: equal numbers for equal strings, 0 for the empty one. */
const onNumbers: Decomposition = (node, b, inputs) => {
  if (!inputs.some((input) => b.dtype(input) === 'string')) return null
  const dtypes = b.index.outputs(node).map(({ dtype }) => dtype)
  const numbers = inputs.map((input) => (b.dtype(input) === 'string' ? b.op('_StringNumbers', [input]) : input))
  const typed = Object.fromEntries(
    Object.entries(node.attributes).map(([key, value]) =>
      'type' in value && value.type === 'string' ? [key, { type: 'int32' } as const] : [key, value],
    ),
  )
  const results = b.ops(node.op, numbers, typed)
  return results.map((result, i) => (dtypes[i] === 'string' ? b.op('_NumberedStrings', [result]) : result))
}

export const strings: readonly DecompositionRow[] = [[ops, onNumbers]]

/** Undoes a translation of numbers that were translated back. */
export const untranslated: readonly DecompositionRow[] = [
  [
    '_StringNumbers',
    (_node, b, [input]) => {
      const source = input === undefined ? undefined : b.index.producer(input)
      if (source?.op !== '_NumberedStrings' || input !== outputOf(source.name)) return null
      return [b.resolve(source.inputs[0] ?? input)]
    },
  ],
]
