import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../../graph/builder.ts'
import type { Session } from '../../../contract.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../../fixtures/runtime.ts'
import { createRuntime } from '../../../index.ts'
import { type Core, loadCore } from '../../packages.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

describe.each(['cpu', 'wasm'] as const)('kernels on %s', (backend) => {
  let tf: Core
  let session: Session
  /** A session keeps the backend alive. */
  beforeAll(async () => {
    const b = new GraphBuilder()
    b.output('y', b.op('Neg', [b.input('x', 'float32', [1])]))
    session = (await runtime.start(b.build(), request(backend))).session
    tf = await loadCore()
    tf.setBackend(backend)
  })
  afterAll(() => session.dispose())

  const truths = (count: number) => Array.from({ length: count }, (_, i) => i % 3 === 0)
  const contents = (x: ReturnType<Core['reverse']>) => [x.dtype, Array.from(x.dataSync())]

  it('copy booleans byte by byte, without writing beyond them', () => {
    const [x, y] = [tf.tensor(truths(6), [2, 3], 'bool'), tf.zeros([2, 3], 'bool')]
    for (let i = 0; i < 20; i++) {
      const behind = tf.tensor1d([7, 8, 9], 'int32')
      expect(contents(tf.reverse(x, [1]))).toEqual(['bool', [0, 0, 1, 0, 0, 1]])
      expect(contents(tf.stridedSlice(x, [0, 2], [2, 0], [1, -2], 0, 2))).toEqual(['bool', [0, 1, 0, 1]])
      expect(contents(tf.where(tf.tensor(truths(6), [2, 3], 'bool'), x, y))).toEqual(['bool', [1, 0, 0, 1, 0, 0]])
      expect(contents(behind)).toEqual(['int32', [7, 8, 9]])
    }
  })

  it('keep integers integers', () => {
    const x = tf.tensor([0, 1, 2, 3, 4, -5], [1, 2, 3, 1], 'int32')
    expect(contents(tf.stridedSlice(x, [0, 0, 0, 0], [1, 2, 3, 1], [1, 1, 2, 1]))).toEqual(['int32', [0, 2, 3, -5]])
    expect(contents(tf.clipByValue(x, -1, 3))).toEqual(['int32', [0, 1, 2, 3, 3, -1]])
    expect(contents(tf.image.resizeNearestNeighbor(x as never, [1, 3]))).toEqual(['int32', [0, 1, 2]])
  })

  it('divide integers of 31 bits, broadcast too', () => {
    const x = tf.tensor([2147483647, -7, 16777217, 9], [2, 2], 'int32')
    expect(contents(tf.floorDiv(x, tf.scalar(1, 'int32')))).toEqual(['int32', [2147483647, -7, 16777217, 9]])
    expect(contents(tf.floorDiv(x, tf.tensor([2, -2], [1, 2], 'int32')))).toEqual([
      'int32',
      [1073741823, 3, 8388608, -5],
    ])
  })

  it('refuse indices outside their tensor', () => {
    const x = tf.tensor([1, 2, 3, 4, 5, 6], [3, 2])
    const places = (...rows: number[][]) => tf.tensor2d(rows, undefined, 'int32')
    const outside = /Invalid indices|does not index into|must be|out of bounds/
    expect(contents(tf.gatherND(x, places([2, 1], [0, 0])))).toEqual(['float32', [6, 1]])
    expect(() => tf.gatherND(x, places([3, 0]))).toThrow(outside)
    expect(contents(tf.scatterND(places([4], [3]), tf.tensor1d([1, 2]), [5]))).toEqual(['float32', [0, 0, 0, 2, 1]])
    expect(() => tf.scatterND(places([9], [-1]), tf.tensor1d([1, 2]), [8])).toThrow(outside)
  })
})
