import { expect, it } from 'vitest'
import type { TensorSpec, TensorValue } from '../../../base/tensor.ts'
import { checkInputs } from './check-inputs.ts'

const specs: readonly TensorSpec[] = [{ name: 'image', dtype: 'float32', shape: [null, 2, 3] }]
const value = (shape: readonly number[], length: number, dtype: TensorValue['dtype'] = 'float32'): TensorValue => ({
  dtype,
  shape,
  data: new Float32Array(length),
})

it('takes any size where a dimension is free', () => {
  const image = value([5, 2, 3], 30)
  expect(checkInputs(specs, { image })).toEqual([image])
})

it.each([
  ['nothing', {}, 'input-missing', 'Input "image" (float32 [?, 2, 3]) has no value.'],
  ['another name', { other: value([1, 2, 3], 6) }, 'input-missing', 'Input "image" (float32 [?, 2, 3]) has no value.'],
  ['a name of the prototype', Object.create({ image: value([1, 2, 3], 6) }), 'input-missing', 'has no value'],
  [
    'another dtype',
    { image: value([1, 2, 3], 6, 'int32') },
    'input-dtype',
    'Input "image" expects float32, but got int32.',
  ],
  [
    'another rank',
    { image: value([2, 3], 6) },
    'input-shape',
    'Input "image" expects shape [?, 2, 3], but got [2, 3].',
  ],
  [
    'another size',
    { image: value([1, 2, 4], 8) },
    'input-shape',
    'Input "image" expects shape [?, 2, 3], but got [1, 2, 4].',
  ],
  [
    'too few values',
    { image: value([1, 2, 3], 5) },
    'input-shape',
    'Input "image" of shape [1, 2, 3] needs 6 values, but got 5.',
  ],
] as const)('refuses %s', (_title, inputs, code, message) => {
  expect(() => checkInputs(specs, inputs)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  )
})
