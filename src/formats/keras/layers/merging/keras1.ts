import { EngineError } from '../../../../base/errors.ts'
import type { Value } from '../../../../graph/graph.ts'
import { toFloat } from '../../operations/promote.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { div, maximum, mul } from '../elementwise.ts'
import { concatenateRows } from './concatenate.ts'
import { dotRows } from './dot.ts'
import { mergingRows } from './merging.ts'

const merging = [...mergingRows, ...concatenateRows, ...dotRows]

/** Keras 1 merge modes, mapped to the layers that replaced them in Keras 2. */
const modes: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
  dot: 'Dot',
}

/** The single merging layer of Keras 1; Keras 2 split it into several. */
const merge: LayerRow = {
  classes: ['Merge'],
  lower: (call) => {
    const { layer } = call
    if (layer.get('layers') !== undefined)
      throw layer.error(
        'joins several Sequential models at the start of another, as Keras 1 allowed, which is not supported.',
        'Build the model with the functional API, or load it in Keras 2 and save it again.',
      )
    const type = layer.string('mode_type', 'raw')
    if (type !== 'raw')
      throw new EngineError(
        'lambda-layer',
        `Layer "${layer.name}" (Merge) merges with Python code stored in the file, which is never run here.`,
        'Replace it with a Keras mode: sum, mul, ave, max, concat, dot or cos.',
      )
    const mode = layer.string('mode', 'sum')
    if (mode === 'cos') return cosine(call)
    const row = Object.hasOwn(modes, mode) ? merging.find(({ classes }) => classes.includes(modes[mode] ?? '')) : null
    if (row === null || row === undefined) throw layer.invalid('mode', 'sum, mul, ave, max, concat, dot or cos', mode)
    return row.lower(call)
  },
}

/**
 * Cosine similarity of two vectors per row, `[batch, 1, 1]`; the product of norms is at least 1e-7 (Keras 1,
 * `Merge.call`).
 */
function cosine({ b, layer, inputs }: LayerCall): Value {
  const [x, y] = inputs.map(({ value }) => toFloat(b, value))
  if (x === undefined || y === undefined || inputs.length !== 2)
    throw layer.error(`takes 2 tensors, but is called with ${inputs.length}.`)
  if (b.rank(x) !== 2 || b.rank(y) !== 2) throw layer.error('takes the cosine of tensors that are not vectors.')
  const dot = (p: Value, q: Value): Value => b.op('Sum', [mul(b, p, q), b.ints([1])], { keep_dims: { b: true } })
  const lengths = b.op('Sqrt', [mul(b, dot(x, x), dot(y, y))])
  return b.op('ExpandDims', [div(b, dot(x, y), maximum(b, lengths, 1e-7)), b.int(1)])
}

export const keras1MergingRows: readonly LayerRow[] = [merge]
