import { float32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'

/** Longest transform written as a matrix. */
const longest = 4096

/**
 * The real or imaginary part of `RFFT` over frames `[…, length]` as a product with a matrix of cosines or sines
 * `[length, length / 2 + 1]`: the Wasm backend supports neither complex numbers nor Fourier transforms.
 */
function part(b: Rewriter, spectrum: Value, wave: (angle: number) => number): Value | null {
  const node = b.made(spectrum)
  if (node.op !== 'RFFT') return null
  const frames = b.resolve(at(node.inputs, 0))
  const shape = b.info(frames).shape
  const length = knownNumbers(b, at(node.inputs, 1))?.[0]
  const size = shape?.at(-1)
  if (shape === null || length === undefined || length > longest || typeof size !== 'number') return null
  const [used, bins] = [Math.min(size, length), Math.floor(length / 2) + 1]
  // Frames are truncated or zero-padded to the transform's length.
  const matrix = new Float32Array(size * bins)
  for (let t = 0; t < used; t++)
    for (let k = 0; k < bins; k++) matrix[t * bins + k] = wave((2 * Math.PI * ((t * k) % length)) / length)
  const outer = shape.slice(0, -1)
  const rows = b.reshape(frames, [multiply(outer) ?? '(frames)', size])
  return b.reshape(b.op('MatMul', [rows, b.constant(float32(matrix, [size, bins]))]), [...outer, bins])
}

const real = (b: Rewriter, spectrum: Value) => part(b, spectrum, Math.cos)
const imaginary = (b: Rewriter, spectrum: Value) => part(b, spectrum, (angle) => -Math.sin(angle))

const magnitude: Decomposition = (_, b, inputs) => {
  const [re, im] = [real(b, at(inputs, 0)), imaginary(b, at(inputs, 0))]
  if (re === null || im === null) return null
  return [b.op('Sqrt', [b.op('AddV2', [b.op('Square', [re]), b.op('Square', [im])])])]
}

const one =
  (of: (b: Rewriter, spectrum: Value) => Value | null): Decomposition =>
  (_, b, inputs) => {
    const value = of(b, at(inputs, 0))
    return value === null ? null : [value]
  }

const angle: Decomposition = (_, b, inputs) => {
  const [re, im] = [real(b, at(inputs, 0)), imaginary(b, at(inputs, 0))]
  return re === null || im === null ? null : [b.op('Atan2', [im, re])]
}

export const spectrum: readonly DecompositionRow[] = [
  ['Real', one(real)],
  ['Imag', one(imaginary)],
  ['ComplexAbs', magnitude],
  ['Angle', angle],
]
