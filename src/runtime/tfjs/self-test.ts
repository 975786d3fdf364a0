import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../base/errors.ts'
import { type RungId, rungLabels } from '../../base/ladder.ts'
import { withDeadline } from '../deadline.ts'
import type { Core } from './packages.ts'

/** Small whole numbers, exact in half precision. `period` and `offset` make the pattern asymmetric. */
function pattern(length: number, period: number, offset: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((i * 3) % period) - offset)
}

/** mean(relu(conv2d(x)) · w + b): a convolution, an elementwise op, a matrix product and a reduction. */
function compute(tf: Core): Tensor {
  return tf.tidy(() => {
    const x = tf.tensor4d(pattern(32, 7, 3), [1, 4, 4, 2])
    const filter = tf.tensor4d(pattern(72, 5, 2), [3, 3, 2, 4])
    const w = tf.tensor2d(pattern(12, 5, 1), [4, 3])
    const features = tf.relu(tf.conv2d(x, filter, 1, 'same'))
    const scores = tf.add(tf.matMul(tf.reshape(features, [16, 4]), w), tf.tensor1d([1, -2, 3]))
    return tf.mean(scores, 0)
  })
}

/** Computed with plain loops in `self-test.test.ts`. */
export const expectedMeans = [39.375, 15.5, 26.8125] as const

/** Relative to the largest expected magnitude; half-precision textures stay well below it, a broken driver does not. */
const tolerance = 0.01
/** A software GPU takes seconds to compile its first programs. */
const limitMs = 30_000

/**
 * Runs a small computation on the current backend and checks the result. Resolves to the time in ms; raises
 * `backend-wrong` with both results if they differ.
 */
export async function selfTest(tf: Core, id: RungId): Promise<number> {
  const start = performance.now()
  const result = compute(tf)
  try {
    const limit = `the self-test did not finish within ${limitMs / 1000} s`
    // Asynchronously, because synchronous reads from WebGPU give zeros.
    const found = Array.from(await withDeadline(result.data(), limitMs, limit))
    compare(found, id)
  } finally {
    result.dispose()
  }
  return performance.now() - start
}

/** Raises `backend-wrong` unless `found` equals the expected means. */
export function compare(found: readonly number[], id: RungId): void {
  const largest = Math.max(...expectedMeans.map(Math.abs))
  const right =
    found.length === expectedMeans.length &&
    expectedMeans.every((e, i) => Math.abs(e - (found[i] ?? Number.NaN)) <= tolerance * largest)
  if (right) return
  throw new EngineError(
    'backend-wrong',
    `${rungLabels[id]} gives wrong results on this device: the self-test gave [${found.join(', ')}], not [${expectedMeans.join(', ')}].`,
    'Choose another backend; a newer graphics driver may help.',
  )
}
