import { expect, it } from 'vitest'
import { GraphBuilder } from '../../../../graph/builder.ts'
import { expectAgreement, expectAgreementAtAnyLength, run } from '../fixtures/sequences/case.ts'
import { type Framing, frames } from './frames.ts'

it.each(['stftspectrogram_psd', 'melspectrogram'])('%s matches TensorFlow', expectAgreement)

it.each(['stftspectrogram_psd', 'melspectrogram'])(
  '%s gives them for signals of any length',
  expectAgreementAtAnyLength,
)

const framings: readonly Framing[] = [
  { length: 4, step: 3, padding: 'valid' },
  { length: 4, step: 3, padding: 'same' },
  { length: 5, step: 2, padding: 'same' },
  { length: 4, step: 2, padding: 'reflect' },
  { length: 5, step: 3, padding: 'reflect' },
]

it.each(framings)('cuts the same frames for known and unknown lengths: %o', async (framing) => {
  const time = 11
  const cut = (free: boolean) => {
    const b = new GraphBuilder()
    b.output('y', frames(b, b.input('x', 'float32', [null, free ? null : time]), framing))
    const data = Float32Array.from({ length: 2 * time }, (_, i) => i + 1)
    return run(b.build(), { x: { dtype: 'float32', shape: [2, time], data } })
  }
  const [known, free] = await Promise.all([cut(false), cut(true)])
  expect(free).toEqual(known)
})

it('mirrors and pads like TensorFlow', async () => {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [1, 5])
  b.output('mirrored', frames(b, x, { length: 4, step: 2, padding: 'reflect' }))
  b.output('padded', frames(b, x, { length: 3, step: 2, padding: 'same' }))
  const data = Float32Array.of(1, 2, 3, 4, 5)
  const [mirrored, padded] = await run(b.build(), { x: { dtype: 'float32', shape: [1, 5], data } })
  expect(mirrored?.data).toEqual(Float32Array.of(3, 2, 1, 2, 1, 2, 3, 4, 3, 4, 5, 4))
  expect(padded?.data).toEqual(Float32Array.of(0, 1, 2, 2, 3, 4, 4, 5, 0))
})
