import { int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall } from '../contract.ts'

interface Window {
  readonly kernelSize: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padding: 'SAME' | 'VALID'
}

/**
 * Kernels support strides or dilations, not both. A layer with both is computed at every position, and every n-th
 * result is kept, as in Keras, with the padding for the strides. Raises `model-invalid` if that padding depends on a
 * free size. `x` is channels-last.
 */
export function stridedAndDilated(
  call: LayerCall,
  x: Value,
  { kernelSize, strides, dilations, padding }: Window,
  convolve: (x: Value, strides: readonly number[], padding: 'SAME' | 'VALID') => Value,
): Value {
  const both = strides.some((stride) => stride > 1) && dilations.some((dilation) => dilation > 1)
  if (!both) return convolve(x, strides, padding)
  const { b, layer } = call
  const dims = b.shape(x).slice(1, -1)
  const offset = dims.length - strides.length
  const edges = dims.map((dim, i): readonly [number, number] => {
    const axis = i - offset
    if (padding === 'VALID' || axis < 0) return [0, 0]
    if (typeof dim !== 'number')
      throw layer.error(
        'combines strides, dilations and padding "same" over an axis of unknown size, which is not supported.',
      )
    const [size = 1, stride = 1, dilation = 1] = [kernelSize[axis], strides[axis], dilations[axis]]
    const total = Math.max(0, (Math.ceil(dim / stride) - 1) * stride + (size - 1) * dilation + 1 - dim)
    return [Math.floor(total / 2), Math.ceil(total / 2)]
  })
  const rows = [[0, 0], ...edges, [0, 0]]
  const padded = edges.every(([a, c]) => a + c === 0)
    ? x
    : b.op('Pad', [x, b.constant(int32(rows.flat(), [rows.length, 2]))])
  const full = convolve(
    padded,
    strides.map(() => 1),
    'VALID',
  )
  const steps = [1, ...dims.map((_, i) => strides[i - offset] ?? 1), 1]
  const every = steps.map((_, i) => 1 << i).reduce((sum, bit) => sum + bit, 0)
  const zeros = b.ints(steps.map(() => 0))
  return b.op('StridedSlice', [full, zeros, zeros, b.ints(steps)], { begin_mask: { i: every }, end_mask: { i: every } })
}
