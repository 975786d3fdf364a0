import { roundHalfEven } from '../../../base/rounding.ts'

/**
 * Weights for resampling one axis of a picture: `[to, from]`, row-major. Follows TensorFlow's kernels
 * `resize_bicubic_op`, `resize_area_op` and `scale_and_translate_op`.
 */
export type Weights = (from: number, to: number) => Float32Array

const f = Math.fround
/** Weights below this are not normalised: 1000 × the smallest normal float32. */
const smallest = 1000 * 1.1754943508222875e-38

/** A single pixel has no corners to align: with a scale of 0, no area would be covered. */
function scaleOf(from: number, to: number, alignCorners: boolean): number {
  return alignCorners && from > 1 && to > 1 ? f((from - 1) / (to - 1)) : f(from / to)
}

/** Cubic convolution with coefficients from a table of 1024 steps, as in TensorFlow. */
export function bicubic(alignCorners: boolean, halfPixelCenters: boolean): Weights {
  // Keys's kernel with half-pixel centres; the sharper one in the older mode.
  const a = halfPixelCenters ? -0.5 : -0.75
  const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1
  const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
  return (from, to) => {
    const scale = scaleOf(from, to, alignCorners)
    const result = new Float32Array(from * to)
    for (let i = 0; i < to; i++) {
      const location = halfPixelCenters ? f(f(f(i + 0.5) * scale) - 0.5) : f(i * scale)
      const first = Math.floor(location)
      const delta = roundHalfEven(f(location - first) * 1024) / 1024
      const weights = [far(delta + 1), near(delta), near(1 - delta), far(2 - delta)]
      // With half-pixel centres, pixels outside have no weight; otherwise the edge is repeated.
      const counted = weights.map((weight, k) => (halfPixelCenters && outside(first - 1 + k, from) ? 0 : weight))
      const sum = counted.reduce((all, weight) => all + weight, 0)
      const divisor = halfPixelCenters && Math.abs(sum) >= smallest ? sum : 1
      counted.forEach((weight, k) => {
        const at = i * from + Math.min(from - 1, Math.max(0, first - 1 + k))
        result[at] = (result[at] ?? 0) + weight / divisor
      })
    }
    return result
  }
}

function outside(index: number, size: number): boolean {
  return index < 0 || index >= size
}

/** The mean over the area that each new pixel covers. */
export function area(alignCorners: boolean): Weights {
  return (from, to) => {
    const scale = scaleOf(from, to, alignCorners)
    const result = new Float32Array(from * to)
    for (let i = 0; i < to; i++) {
      const [start, end] = [f(i * scale), f((i + 1) * scale)]
      for (let j = Math.floor(start); j < Math.ceil(end); j++) {
        const covered = Math.min(j + 1, end) - Math.max(j, start)
        const at = i * from + Math.min(from - 1, Math.max(0, j))
        result[at] = (result[at] ?? 0) + covered / scale
      }
    }
    return result
  }
}

interface Kernel {
  readonly radius: number
  readonly weight: (x: number) => number
}

const lanczos = (radius: number): Kernel => ({
  radius,
  weight: (x) => {
    if (x > radius) return 0
    return x <= 1e-3 ? 1 : (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2
  },
})

const kernels: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ['lanczos1', lanczos(1)],
  ['lanczos3', lanczos(3)],
  ['lanczos5', lanczos(5)],
  ['gaussian', { radius: 1.5, weight: (x) => (x >= 1.5 ? 0 : Math.exp(-(x * x) / (2 * 0.5 * 0.5))) }],
  ['box', { radius: 0.5, weight: (x) => (x < 0.5 ? 1 : x === 0.5 ? 0.5 : 0) }],
  ['triangle', { radius: 1, weight: (x) => Math.max(0, 1 - x) }],
  [
    'keyscubic',
    {
      radius: 2,
      weight: (x) => (x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1),
    },
  ],
  [
    'mitchellcubic',
    {
      radius: 2,
      weight: (x) =>
        x >= 2 ? 0 : x >= 1 ? (((-7 / 18) * x + 2) * x - 10 / 3) * x + 16 / 9 : ((7 / 6) * x - 2) * x * x + 8 / 9,
    },
  ],
])

/** `null` for a kernel that TensorFlow does not have. */
export function scaleAndTranslate(
  name: string,
  scale: number,
  translation: number,
  antialias: boolean,
): Weights | null {
  const kernel = kernels.get(name)
  if (kernel === undefined) return null
  const inverse = f(1 / scale)
  const offset = f(-inverse * translation)
  const stretch = antialias ? Math.max(inverse, 1) : 1
  return (from, to) => {
    const result = new Float32Array(from * to)
    for (let i = 0; i < to; i++) {
      const sample = f(f((i + 0.5) * inverse) + offset)
      if (sample < 0 || sample > from) continue
      const within = (j: number) => Math.min(from - 1, Math.max(0, j))
      const first = within(Math.ceil(sample - kernel.radius * stretch - 0.5))
      const last = within(Math.floor(sample + kernel.radius * stretch - 0.5))
      const weights: number[] = []
      for (let j = first; j <= last; j++) weights.push(kernel.weight(Math.abs((j + 0.5 - sample) / stretch)))
      const sum = weights.reduce((all, weight) => all + weight, 0)
      weights.forEach((weight, k) => {
        result[i * from + first + k] = Math.abs(sum) >= smallest ? weight / sum : weight
      })
    }
    return result
  }
}
