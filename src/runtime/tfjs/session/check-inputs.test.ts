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
    'Input "image" takes float32; int32 was given.',
  ],
  [
    'another rank',
    { image: value([2, 3], 6) },
    'input-shape',
    'Input "image" takes shape [?, 2, 3]; [2, 3] was given.',
  ],
  [
    'another size',
    { image: value([1, 2, 4], 8) },
    'input-shape',
    'Input "image" takes shape [?, 2, 3]; [1, 2, 4] was given.',
  ],
  [
    'too few values',
    { image: value([1, 2, 3], 5) },
    'input-shape',
    'Input "image" of shape [1, 2, 3] needs 6 values; 5 were given.',
  ],
] as const)('refuses %s', (_title, inputs, code, message) => {
  expect(() => checkInputs(specs, inputs)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  )
})
