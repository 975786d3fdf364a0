import { expect, it } from 'vitest'
import { type Constant, float32 } from '../../../../graph/constant.ts'
import { Layer } from '../layer.ts'
import { cellVariables, cellWeights, fromCudnn } from './cell-legacy.ts'

const keras1 = new Layer('LSTMCell', null, 'lstm', { output_dim: 2 }, { major: 1, version: '1.2.2', writer: 'keras' })

it('joins the per-gate weights of Keras 1', () => {
  const names = cellVariables(keras1, ['i', 'c', 'f', 'o']).map(({ name }) => name)
  expect(names.slice(0, 4)).toEqual(['W_i', 'U_i', 'b_i', 'W_c'])
  const shapes: Readonly<Record<string, readonly number[]>> = { W: [3, 2], U: [2, 2], b: [2] }
  const constant = (name: string): Constant => {
    const shape = shapes[name.slice(0, 1)] ?? []
    const length = shape.reduce((product, dim) => product * dim, 1)
    return float32(
      Array.from({ length }, (_, i) => 10 * names.indexOf(name) + i),
      shape,
    )
  }
  const weight = () => 'none:0' as const
  const { kernel, bias } = cellWeights(keras1, { constant, weight }, ['i', 'f', 'c', 'o'], 2)
  expect(kernel.shape).toEqual([3, 8])
  // The second row of i, f, c, o: variables 0, 6, 3 and 9.
  expect(kernel.data?.slice(8, 16)).toEqual(Float32Array.of(2, 3, 62, 63, 32, 33, 92, 93))
  expect(bias?.data).toEqual(Float32Array.of(20, 21, 80, 81, 50, 51, 110, 111))
})

it('converts the memory layout of CuDNN kernels to matrices', () => {
  // Two gates of 2 × 3, each as Keras stored it for cuDNN: `kernel.T.reshape(kernel.shape)`.
  const stored = float32([0, 3, 1, 10, 13, 11, 4, 2, 5, 14, 12, 15], [2, 6])
  const plain = [0, 1, 2, 10, 11, 12, 3, 4, 5, 13, 14, 15]
  expect(fromCudnn(stored, 2).data).toEqual(Float32Array.from(plain))
})
