import { describe, expect, test } from 'vitest'
import type { GraphBuilder } from '../../../../graph/builder.ts'
import { type Constant, float32, literal } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { ranOn } from '../fixtures/on-backends.ts'

type Number2 = readonly [re: number, im: number]

/** The transform by definition. */
function dft(x: readonly Number2[], sign: 1 | -1): readonly Number2[] {
  return x.map((_, k) => {
    let [re, im] = [0, 0]
    for (const [t, [a, c]] of x.entries()) {
      const angle = (sign * 2 * Math.PI * t * k) / x.length
      re += a * Math.cos(angle) - c * Math.sin(angle)
      im += a * Math.sin(angle) + c * Math.cos(angle)
    }
    return [re, im]
  })
}

const noise = (length: number, seed: number) => Array.from({ length }, (_, i) => Math.sin((i + 1) * seed))

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  /** Real and imaginary parts of a complex result. */
  async function parts(
    tensors: readonly Constant[],
    build: (b: GraphBuilder, inputs: readonly [Value, ...Value[]]) => Value,
  ) {
    const [re, im] = await ranOn(backend, tensors, (b, inputs) => {
      const y = build(b, inputs as [Value, ...Value[]])
      return [b.op('Real', [y]), b.op('Imag', [y])]
    })
    return re?.data.map((value, i): Number2 => [value, im?.data[i] ?? Number.NaN]) ?? []
  }

  function expectClose(found: readonly Number2[], wanted: readonly Number2[]) {
    expect(found).toHaveLength(wanted.length)
    for (const [i, [re, im]] of wanted.entries()) {
      expect(found[i]?.[0]).toBeCloseTo(re, 3)
      expect(found[i]?.[1]).toBeCloseTo(im, 3)
    }
  }

  test('exp(x) - 1 keeps the digits of small numbers', async () => {
    const [[re = 0, im = 0] = []] = await parts([float32([1e-6]), float32([1e-4])], (b, x) =>
      b.op('Expm1', [b.op('Complex', x)]),
    )
    expect(re / 0.9950005e-6).toBeCloseTo(1, 5)
    expect(im / 1.000001e-4).toBeCloseTo(1, 5)
  })

  test.each([1, 2, 7, 16, 150, 331, 384])('transforms of length %i, and back', async (length) => {
    const [re, im] = [noise(length, 1.3), noise(length, 2.1)]
    const x = [float32(re), float32(im)]
    const given = re.map((value, i): Number2 => [value, im[i] ?? 0])
    const complex = (b: GraphBuilder, inputs: readonly Value[]) => b.op('Complex', inputs)
    expectClose(await parts(x, (b, inputs) => b.op('FFT', [complex(b, inputs)])), dft(given, -1))
    expectClose(await parts(x, (b, inputs) => b.op('IFFT', [b.op('FFT', [complex(b, inputs)])])), given)
  })

  test.each([
    [5, 5],
    [8, 8],
    [6, 9],
    [9, 6],
  ])('real transforms of %i numbers at length %i, and back', async (size, length) => {
    const x = noise(size, 1.7)
    const fitted = Array.from({ length }, (_, i): Number2 => [x[i] ?? 0, 0])
    const bins = await parts([float32(x)], (b, [value]) => b.op('RFFT', [value, b.ints([length])]))
    expectClose(bins, dft(fitted, -1).slice(0, Math.floor(length / 2) + 1))
    const [back] = await ranOn(backend, [float32(x)], (b, [value]) =>
      b.op('IRFFT', [b.op('RFFT', [value as Value, b.ints([length])]), b.ints([length])]),
    )
    for (const [i, [value]] of fitted.entries()) expect(back?.data[i]).toBeCloseTo(value, 4)
  })

  test('arithmetic broadcasts, and constants take part', async () => {
    const unit = literal('complex64', [], new Float32Array([0, 1]))
    const turned = await parts([float32([1, 2]), float32([3, 4])], (b, inputs) =>
      b.op('Mul', [b.constant(unit), b.op('Complex', inputs)]),
    )
    expect(turned).toEqual([
      [-3, 1],
      [-4, 2],
    ])
    const waves = await parts([float32([0, Math.PI / 2])], (b, [angle]) => {
      const zero = b.op('ZerosLike', [angle])
      return b.op('Exp', [b.op('Complex', [zero, angle])])
    })
    expectClose(waves, [
      [1, 0],
      [0, 1],
    ])
  })
})
