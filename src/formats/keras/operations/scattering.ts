import type { DType } from '../../../base/tensor.ts'
import type { OperationRow } from './contract.ts'

/** Scatters values into zeros; values at the same place are summed. */
const scatter: OperationRow = {
  classes: ['Scatter'],
  functions: ['scatter_nd'],
  parameters: ['indices', 'values', 'shape'],
  lower: (a) => {
    const shape = a.ints('shape')
    if (shape === null) throw a.layer.error('has an unknown shape.')
    return a.b.op('ScatterNd', [a.b.cast(a.value('indices'), 'int32'), a.value('values', 'updates'), a.b.ints(shape)])
  },
}

/** Values that replace those of a tensor, or are added to them. */
const scatterUpdate: OperationRow = {
  classes: ['ScatterUpdate'],
  functions: ['tensor_scatter_nd_update'],
  parameters: ['inputs', 'indices', 'updates'],
  lower: (a) => {
    const reduction = a.get('reduction')
    if (reduction !== undefined && reduction !== 'add') throw a.layer.invalid('reduction', 'add or none', reduction)
    const x = a.value('inputs', 'tensor')
    const updates = a.b.cast(a.value('updates'), a.b.dtype(x) as DType)
    const indices = a.b.cast(a.value('indices'), 'int32')
    return a.b.op(reduction === 'add' ? 'TensorScatterAdd' : 'TensorScatterUpdate', [x, indices, updates])
  },
}

/** The sum or the maximum of rows that share a segment number. */
function segments(classes: readonly string[], functions: readonly string[], op: string): OperationRow {
  return {
    classes,
    functions,
    parameters: ['data', 'segment_ids', 'num_segments'],
    lower: (a) => {
      const ids = a.b.cast(a.value('segment_ids'), 'int32')
      return a.b.op(op, [a.value('data'), ids, a.b.int(a.number('num_segments'))])
    },
  }
}

export const scatteringRows: readonly OperationRow[] = [
  scatter,
  scatterUpdate,
  segments(['SegmentSum'], ['math.unsorted_segment_sum'], 'UnsortedSegmentSum'),
  segments(['SegmentMax'], ['math.unsorted_segment_max'], 'UnsortedSegmentMax'),
]
