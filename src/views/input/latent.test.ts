import { expect, it } from 'vitest'
import { latentWidth } from './latent.ts'

const spec = (shape: readonly (number | null)[]) => ({ name: 'z', dtype: 'float32', shape }) as const

it('is that of a row of numbers that becomes a picture', () => {
  expect(latentWidth(spec([null, 100]), [spec([null, 28, 28, 1])])).toBe(100)
  expect(latentWidth(spec([1, 512]), [spec([1, 3, 64, 64])])).toBe(512)
  expect(latentWidth(spec([null, 8]), [spec([null, 1])])).toBeNull()
  expect(latentWidth(spec([null, 28, 28, 1]), [spec([null, 28, 28, 1])])).toBeNull()
  expect(latentWidth(spec([null, 8]), [spec([null, 4, 4, 3]), spec([null, 1])])).toBeNull()
  expect(latentWidth(spec([7, 8]), [spec([7, 4, 4, 3])])).toBeNull()
})
