import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../base/errors.ts'
import { type RungId, rungLabels } from '../../base/ladder.ts'
import { withDeadline } from '../deadline.ts'
import type { Backend } from './devices/backend.ts'
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

/**
 * Regions in which kernels of tfjs are known to err on some backend, in the form that the lowering leaves: a window
 * over negative numbers, a stride larger than the window with stated padding, a bias for every row, a sum of nothing.
 */
function computeRegions(tf: Core): Tensor {
  return tf.tidy(() => {
    const x = tf.tensor4d(pattern(25, 7, 9), [1, 5, 5, 1])
    const filter = tf.tensor4d(pattern(9, 5, 2), [3, 3, 1, 1])
    const stated: [number, number][] = [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]
    const rows = tf.tensor2d(pattern(6, 5, 2), [3, 2])
    return tf.concat([
      tf.reshape(tf.maxPool(x, 3, 3, 'same'), [-1]),
      tf.reshape(tf.conv2d(x, filter, 4, stated as never), [-1]),
      tf.reshape(
        tf.fused.matMul({
          a: rows,
          b: tf.tensor2d(pattern(4, 5, 2), [2, 2]),
          bias: tf.tensor1d([1, -2]),
          activation: 'relu',
        }),
        [-1],
      ),
      tf.sum(tf.zeros([2, 0]), 1),
    ])
  })
}

/** Computed with plain loops in `self-test.test.ts`. */
export const expectedRegions: readonly number[] = [-3, -3, -3, -3, 10, -17, 15, -6, 4, 0, 1, 1, 3, 0, 0, 0]

/** Relative to the largest expected magnitude; half-precision textures stay well below it, a broken driver does not. */
const tolerance = 0.01
/** A software GPU takes seconds to compile its first programs. */
const limitMs = 30_000

/**
 * Runs a small computation on the current backend and checks the result. Resolves to the time in ms; raises
 * `backend-wrong` with both results if they differ.
 */
export async function selfTest(tf: Core, { id, onProcessor }: Pick<Backend, 'id' | 'onProcessor'>): Promise<number> {
  const start = performance.now()
  await check(compute(tf), expectedMeans, id)
  // On a GPU, each of its kernels would be compiled first.
  if (onProcessor) await check(computeRegions(tf), expectedRegions, id)
  return performance.now() - start
}

async function check(result: Tensor, expected: readonly number[], id: RungId): Promise<void> {
  try {
    const limit = `the self-test did not finish within ${limitMs / 1000} s`
    // Asynchronously, because synchronous reads from WebGPU give zeros.
    compare(Array.from(await withDeadline(result.data(), limitMs, limit)), expected, id)
  } finally {
    result.dispose()
  }
}

/** Raises `backend-wrong` unless `found` equals the expected values. */
export function compare(found: readonly number[], expected: readonly number[], id: RungId): void {
  const largest = Math.max(...expected.map(Math.abs))
  const right =
    found.length === expected.length &&
    expected.every((e, i) => Math.abs(e - (found[i] ?? Number.NaN)) <= tolerance * largest)
  if (right) return
  throw new EngineError(
    'backend-wrong',
    `${rungLabels[id]} gives wrong results on this device: the self-test gave [${found.join(', ')}], not [${expected.join(', ')}].`,
    'Choose another backend; a newer graphics driver may help.',
  )
}
