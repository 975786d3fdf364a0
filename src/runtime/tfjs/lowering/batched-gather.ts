import { intAttribute } from '../../../graph/attributes.ts'
import { countUp } from '../../../graph/count-up.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import { axisOf } from '../../../graph/infer/shape.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'

/**
 * Wasm reads out of bounds for a gather with batches: move the axis behind the batch axes, concatenate the batches and
 * offset the indices.
 */
export const batchedGather: Decomposition = (node, b, inputs) => {
  const [shape, indices] = [b.info(at(inputs, 0)).shape, b.info(at(inputs, 1)).shape]
  const along = knownNumbers(b, at(inputs, 2))?.[0]
  if (shape === null || indices === null || along === undefined) return null
  const batch = axisOf(intAttribute(node.attributes, 'batch_dims'), indices.length)
  const axis = axisOf(along, shape.length)
  if (batch === 0) return null
  const between = shape.slice(batch, axis)
  const axes = shape.map((_, i) => i)
  const x = b.transpose(at(inputs, 0), [
    ...axes.slice(0, batch),
    axis,
    ...axes.slice(batch, axis),
    ...axes.slice(axis + 1),
  ])
  const rest = [...between, ...shape.slice(axis + 1)]
  const size = shape[axis] ?? 1
  const [outer, inner] = [multiply(shape.slice(0, batch)), multiply(indices.slice(batch))]
  const rows = b.reshape(x, [multiply([...shape.slice(0, batch), size]) ?? '(rows)', ...rest])
  const picks = b.reshape(at(inputs, 1), [outer ?? '(batches)', inner ?? '(picks)'])
  const count = b.op('StridedSlice', [b.op('Shape', [picks]), b.ints([0]), b.ints([1]), b.ints([1])], {
    shrink_axis_mask: { i: 1 },
  })
  const starts = b.op('Mul', [countUp(b, count), b.dim(size)])
  const moved = b.op('AddV2', [picks, b.op('ExpandDims', [starts, b.int(1)])])
  const gathered = b.reshape(b.op('GatherV2', [rows, moved, b.int(0)]), [...indices, ...rest])
  if (between.length === 0) return [gathered]
  // [batch, picks, between, after] → [batch, between, picks, after]
  const [first, picked] = [batch, indices.length - batch]
  const order = [...indices, ...rest].map((_, i) => {
    if (i < first || i >= first + between.length + picked) return i
    return i < first + between.length ? i + picked : i - between.length
  })
  return [b.transpose(gathered, order)]
}
