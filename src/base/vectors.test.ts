import { describe, expect, it } from 'vitest'
import { projectionOf } from './projection.ts'
import { comparedWith, matrixOf, nearestTo, normsOf, type Vectors } from './vectors.ts'

const vectors = (width: number, ...rows: readonly (readonly number[])[]): Vectors => ({
  names: rows.map((_, i) => `v${i}`),
  width,
  data: Float32Array.from(rows.flat()),
})

describe('vectors', () => {
  const three = vectors(2, [3, 4], [6, 8], [-4, 3])

  it('have lengths', () => {
    expect([...normsOf(three)]).toEqual([5, 10, 5])
  })
  it('are compared by angle, by distance and by product', () => {
    expect([...comparedWith(three, 'cosine', 0)]).toEqual([1, 1, 0])
    expect([...comparedWith(three, 'distance', 0)]).toEqual([0, 5, Math.sqrt(50)])
    expect([...comparedWith(three, 'dot', 0)]).toEqual([25, 50, 0])
    const matrix = matrixOf(three, 'cosine')
    expect([...matrix]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 1])
  })
  it('are ranked, the most alike first, those without a direction last', () => {
    const some = vectors(2, [1, 0], [0, 0], [-1, 0], [1, 1])
    expect(nearestTo(some, 'cosine', 0).map(({ index }) => index)).toEqual([3, 2, 1])
    expect(nearestTo(some, 'cosine', 0).at(-1)?.value).toBeNaN()
    expect(nearestTo(some, 'distance', 0).map(({ index }) => index)).toEqual([1, 3, 2])
  })
})

describe('the projection', () => {
  // NumPy: U · S of the singular value decomposition of the centred vectors; S² as shares.
  const expected = {
    x: [-0.4879372176477511, -2.244620461544007, -1.326934691938028, 4.646581102378886, -0.5870887312491005],
    y: [0.8930198503916364, -2.951946822753243, 2.4384815576120302, -0.6071053706272547, 0.227550785376831],
    shares: [0.6138251809483221, 0.33639879439280784],
  } as const

  it('equals the singular value decomposition of NumPy', () => {
    const five = vectors(3, [1, 2, 3], [4, 1, 0], [2, 2, 5], [0, 7, 1], [3, 3, 3])
    const found = projectionOf(five)
    expect(found?.shares[0]).toBeCloseTo(expected.shares[0], 9)
    expect(found?.shares[1]).toBeCloseTo(expected.shares[1], 9)
    for (const [axis, wanted] of [
      [found?.x, expected.x],
      [found?.y, expected.y],
    ] as const) {
      const sign = Math.sign((axis?.[0] ?? 0) * wanted[0])
      for (const [i, value] of wanted.entries()) expect((axis?.[i] ?? 0) * sign).toBeCloseTo(value, 9)
    }
  })
  it('keeps the distances of points in a plane, and is the same each time', () => {
    const flat = vectors(4, [0, 0, 1, 1], [2, 0, 1, 1], [2, 1, 1, 1], [0, 5, 1, 1], [-3, 2, 1, 1])
    const found = projectionOf(flat)
    if (found === null) throw new Error('no projection')
    for (let i = 0; i < 5; i++) {
      const [distance] = comparedWith(flat, 'distance', i)
      const drawn = Math.hypot((found.x[i] ?? 0) - (found.x[0] ?? 0), (found.y[i] ?? 0) - (found.y[0] ?? 0))
      expect(drawn).toBeCloseTo(distance ?? Number.NaN, 6)
    }
    expect(projectionOf(flat)).toEqual(found)
  })
  it('is a point for equal vectors, and missing for NaN and for two', () => {
    expect(projectionOf(vectors(1, [2], [2], [2]))).toMatchObject({ shares: [0, 0] })
    expect(projectionOf(vectors(1, [2], [Number.NaN], [2]))).toBeNull()
    expect(projectionOf(vectors(1, [2], [1]))).toBeNull()
  })
})
