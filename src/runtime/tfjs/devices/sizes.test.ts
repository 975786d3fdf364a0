import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixture } from '../../fixtures/fixture.ts'
import { plainBrowser, request, wasmPaths } from '../../fixtures/runtime.ts'
import { createRuntime } from '../../index.ts'
import { type Core, loadCore } from '../packages.ts'

const half = 2 ** 15

/** Each would allocate 4 GB or more. */
const calls: readonly (readonly [name: string, make: (tf: Core) => Tensor])[] = [
  ['a fill', (tf) => tf.fill([1_000_000_000], 1)],
  ['a fill of several axes', (tf) => tf.fill([1000, 1000, 1000], 1)],
  ['repetitions', (tf) => tf.tile(tf.ones([10]), [100_000_000])],
  ['a broadcast to a shape', (tf) => tf.broadcastTo(tf.ones([1]), [1_000_000_000])],
  ['padding', (tf) => tf.pad(tf.ones([10]), [[0, 1_000_000_000]])],
  ['one-hot', (tf) => tf.oneHot(tf.tensor1d([0, 1], 'int32'), 500_000_000)],
  ['a range', (tf) => tf.range(0, 1_000_000_000)],
  ['a linear space', (tf) => tf.linspace(0, 1, 1_000_000_000)],
  ['resizing', (tf) => tf.image.resizeBilinear(tf.ones([1, 1, 1, 1]) as never, [half, half])],
  ['an outer product', (tf) => tf.matMul(tf.ones([half, 1]), tf.ones([1, half]))],
  ['an outer sum', (tf) => tf.add(tf.ones([half, 1]), tf.ones([1, half]))],
  ['a scatter', (tf) => tf.scatterND(tf.tensor2d([[0]], [1, 1], 'int32'), tf.ones([1]), [1_000_000_000])],
]

describe.each(['cpu', 'wasm'] as const)(
  'on %s, a tensor of a billion elements is refused from its shape',
  (backend) => {
    let tf: Core
    beforeAll(async () => {
      const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
      await runtime.start(await fixture('matmul_graph/model.json'), request(backend))
      tf = await loadCore()
      await tf.setBackend(backend)
      // Starting a rung and its self-test takes several seconds on a busy machine.
    }, 60_000)

    it.each(calls)('%s', (_name, make) => {
      const refusal = {
        code: 'out-of-memory',
        message: expect.stringMatching(/makes a tensor of .* elements, 4\.\d GB/),
      }
      expect(() => tf.tidy(() => void make(tf))).toThrow(expect.objectContaining(refusal))
    })

    it('and one of ordinary size is made', async () => {
      expect(await tf.tile(tf.tensor1d([1, 2]), [2]).data()).toEqual(Float32Array.of(1, 2, 1, 2))
      expect(await tf.pad(tf.tensor1d([1]), [[1, 0]]).data()).toEqual(Float32Array.of(0, 1))
      expect(await tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]), false, true).data()).toEqual(Float32Array.of(3, 3, 3, 3))
    })
  },
)
