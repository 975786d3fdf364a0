import type { GraphBuilder } from '../../../../graph/builder.ts'
import { float32, int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { multiply } from '../../../../graph/infer/dim.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { at } from '../../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../../graph/passes/known.ts'
import { Complex, type ComplexRow, type ComplexRule, type Pair } from './pair.ts'

/** Longest real transform, and longest prime factor, written as one matrix. */
const longest = 4096
/** Longer complex transforms are split into shorter ones. */
const single = 128

/** Cosine and sine of `turn / length` of a circle; exactly 0 where they are, so that no sign depends on rounding. */
interface Wave {
  readonly cos: number
  readonly sin: number
}

function waveAt(turn: number, length: number): Wave {
  const angle = (2 * Math.PI * turn) / length
  const isHalf = (2 * turn) % length === 0
  return { cos: !isHalf && (4 * turn) % length === 0 ? 0 : Math.cos(angle), sin: isHalf ? 0 : Math.sin(angle) }
}

/** A matrix `[rows, columns]` of `wave` at `row · column / length` of a circle. */
function waves(
  b: GraphBuilder,
  rows: number,
  columns: number,
  length: number,
  wave: (at: Wave, row: number, column: number) => number,
): Value {
  const values = new Float32Array(rows * columns)
  for (let t = 0; t < rows; t++)
    // Adding 0 turns -0 into 0.
    for (let k = 0; k < columns; k++) values[t * columns + k] = wave(waveAt((t * k) % length, length), t, k) + 0
  return b.constant(float32(values, [rows, columns]))
}

const cosine = ({ cos }: Wave) => cos
const sine = (sign: 1 | -1) => (at: Wave) => sign * at.sin

/** `x · matrix` along the last axis. */
function alongLast(b: GraphBuilder, x: Value, matrix: Value): Value {
  const [size = 1, columns = 1] = b.shape(matrix)
  const outer = b.shape(x).slice(0, -1)
  const rows = b.reshape(x, [multiply(outer) ?? '(frames)', size])
  return b.reshape(b.op('MatMul', [rows, matrix]), [...outer, columns])
}

/** The largest divisor of `length` up to its root; 1 for primes. */
function divisorOf(length: number): number {
  let divisor = Math.floor(Math.sqrt(length))
  while (length % divisor !== 0) divisor--
  return divisor
}

/** Whether a transform of this length can be written with matrices. */
function isPossible(length: number): boolean {
  if (length <= single) return true
  const divisor = divisorOf(length)
  return divisor === 1 ? length <= longest : isPossible(divisor) && isPossible(length / divisor)
}

/** Complex transform along the last axis; `sign` -1 is the forward one, which is not scaled, like the other. */
function transform(b: GraphBuilder, x: Pair, length: number, sign: 1 | -1): Pair {
  const divisor = length <= single ? 1 : divisorOf(length)
  return divisor === 1 ? direct(b, x, length, sign) : split(b, x, length, divisor, sign)
}

function direct(b: GraphBuilder, x: Pair, length: number, sign: 1 | -1): Pair {
  const c = new Complex(b)
  const wave = {
    re: waves(b, length, length, length, cosine),
    im: waves(b, length, length, length, sine(sign)),
  }
  return c.multiply(x, wave, (value, matrix) => alongLast(b, value, matrix))
}

/** Cooley and Tukey: `parts` transforms of every `parts`-th element, twiddle factors, then transforms across them. */
function split(b: GraphBuilder, x: Pair, length: number, parts: number, sign: 1 | -1): Pair {
  const c = new Complex(b)
  const other = length / parts
  const outer = b.shape(x.re).slice(0, -1)
  const rows = multiply(outer) ?? '(frames)'
  const each = (value: Pair, change: (part: Value) => Value): Pair => ({ re: change(value.re), im: change(value.im) })
  const swapped = (value: Pair, dims: readonly Dim[]) =>
    each(value, (part) => b.transpose(b.reshape(part, dims), [0, 2, 1]))
  const inner = transform(b, swapped(x, [rows, parts, other]), parts, sign)
  const twiddles = {
    re: waves(b, other, parts, length, cosine),
    im: waves(b, other, parts, length, sine(sign)),
  }
  const across = transform(b, swapped(c.multiply(inner, twiddles), [rows, other, parts]), other, sign)
  return each(swapped(across, [rows, parts, other]), (part) => b.reshape(part, [...outer, length]))
}

/** The first `length` elements of the last axis, with zeros if there are fewer. */
function fitted(b: GraphBuilder, x: Value, length: number): Value {
  const shape = b.shape(x)
  const size = shape.at(-1)
  if (size === length) return x
  const edges = shape.map((_, axis) => [0, axis === shape.length - 1 ? length : 0])
  const enough = typeof size === 'number' && size >= length
  const long = enough ? x : b.op('Pad', [x, b.constant(int32(edges.flat(), [shape.length, 2]))])
  const sizes = shape.map((_, axis) => (axis === shape.length - 1 ? length : -1))
  const cut = b.op('Slice', [long, b.ints(shape.map(() => 0)), b.ints(sizes)])
  b.refine(cut, [...shape.slice(0, -1), length])
  return cut
}

/** `RFFT` over frames `[…, size]`, truncated or padded with zeros to `length`: bins `0 … length / 2`. */
const forward: ComplexRule = ({ b, inputs }) => {
  const frames = at(inputs, 0)
  const { shape } = b.info(frames)
  const length = knownNumbers(b, at(inputs, 1))?.[0]
  if (shape === null || length === undefined || length < 1) return null
  const [size, bins] = [shape.at(-1), Math.floor(length / 2) + 1]
  if (length > longest) {
    if (!isPossible(length)) return null
    const whole = transform(b, new Complex(b).ofReal(fitted(b, frames, length)), length, -1)
    return [{ re: fitted(b, whole.re, bins), im: fitted(b, whole.im, bins) }]
  }
  const known = typeof size === 'number' ? size : length
  const x = typeof size === 'number' ? frames : fitted(b, frames, length)
  const part = (wave: (at: Wave) => number) =>
    alongLast(
      b,
      x,
      waves(b, known, bins, length, (at, t) => (t < length ? wave(at) : 0)),
    )
  return [{ re: part(cosine), im: part(sine(-1)) }]
}

/** `IRFFT`: the imaginary parts of the first and, for even lengths, the middle bin do not count. */
const inverse: ComplexRule = ({ b, inputs, pairs }) => {
  const length = knownNumbers(b, at(inputs, 1))?.[0]
  const [x] = pairs
  if (!x || b.info(x.re).shape === null || length === undefined || length < 1) return null
  const bins = Math.floor(length / 2) + 1
  const [re, im] = [fitted(b, x.re, bins), fitted(b, x.im, bins)]
  if (length > longest) {
    if (!isPossible(length)) return null
    const mirrored = (value: Value, op: 'Identity' | 'Neg') => {
      const axis = b.rank(value) - 1
      const middle = b.op('Slice', [
        value,
        b.ints(b.shape(value).map((_, i) => (i === axis ? 1 : 0))),
        b.ints(b.shape(value).map((_, i) => (i === axis ? length - bins : -1))),
      ])
      return b.op('ConcatV2', [value, b.op(op, [b.op('ReverseV2', [middle, b.ints([axis])])]), b.int(axis)])
    }
    const whole = transform(b, { re: mirrored(re, 'Identity'), im: mirrored(im, 'Neg') }, length, 1)
    return [b.op('Mul', [whole.re, b.scalar(1 / length)])]
  }
  const weight = (k: number) => (k === 0 || 2 * k === length ? 1 : 2) / length
  const reals = waves(b, bins, length, length, ({ cos }, k) => weight(k) * cos)
  const imaginaries = waves(b, bins, length, length, ({ sin }, k) =>
    k === 0 || 2 * k === length ? 0 : -weight(k) * sin,
  )
  return [b.op('AddV2', [alongLast(b, re, reals), alongLast(b, im, imaginaries)])]
}

/** Transforms along the last `axes` axes. */
const complex =
  (axes: number, sign: 1 | -1): ComplexRule =>
  ({ b, pairs }) => {
    const [given] = pairs
    const shape = given ? b.info(given.re).shape : null
    if (!given || shape === null || shape.length < axes) return null
    const lengths = shape.slice(shape.length - axes)
    if (!lengths.every((length) => typeof length === 'number' && length > 0 && isPossible(length))) return null
    const last = shape.length - 1
    let x: Pair = given
    for (const [i, length] of lengths.entries()) {
      const order = shape.map((_, axis) =>
        axis === last ? last - axes + 1 + i : axis === last - axes + 1 + i ? last : axis,
      )
      const moved = (value: Pair): Pair => ({ re: b.transpose(value.re, order), im: b.transpose(value.im, order) })
      x = moved(transform(b, moved(x), Number(length), sign))
    }
    const count = lengths.reduce<number>((product, length) => product * Number(length), 1)
    return [sign === -1 ? x : new Complex(b).scale(x, b.scalar(1 / count))]
  }

/** Fourier transforms as matrix products. */
export const fourier: readonly ComplexRow[] = [
  [['RFFT'], forward],
  [['IRFFT'], inverse],
  [['FFT'], complex(1, -1)],
  [['IFFT'], complex(1, 1)],
  [['FFT2D'], complex(2, -1)],
  [['IFFT2D'], complex(2, 1)],
]
