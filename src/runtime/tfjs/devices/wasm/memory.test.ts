import { expect, it } from 'vitest'
import { GraphBuilder } from '../../../../graph/builder.ts'
import type { Constant, Fill } from '../../../../graph/constant.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../../fixtures/runtime.ts'
import { createRuntime } from '../../../index.ts'
import { loadCore } from '../../packages.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

/** A weight that can only be written in place. */
function placed(fill: Fill): Constant {
  const read = async (): Promise<never> => {
    throw new Error('An array was made of it.')
  }
  return { dtype: 'float32', shape: [3], bytes: 12, file: 'w.bin', data: null, read, fill: async () => fill }
}

function start(fill: Fill, shape: readonly (number | null)[] = [3]) {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', shape)
  b.output('y', b.op('AddV2', [x, b.constant(placed(fill), 'w')], { T: { type: 'float32' } }))
  return runtime.start(b.build(), request('wasm'))
}

it('writes weights directly onto the heap, and reads them there', async () => {
  const { session, warnings } = await start((target) => target.set([1, Number.NaN, 3]))
  const { outputs } = await session.run({ x: { dtype: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) } })
  expect([...(outputs[0]?.value.data ?? [])]).toEqual([2, Number.NaN, 6])
  expect(warnings).toEqual([expect.stringMatching(/^Weight w \[3\] in w\.bin holds 1 NaN;/)])
  await session.dispose()
})

it('frees the memory of a weight that could not be written', async () => {
  const tf = await loadCore()
  const { session } = await start((target) => target.fill(0))
  const { numDataBuffers, numTensors } = tf.memory()
  const failing = start(() => {
    throw new Error('no bytes')
  })
  await expect(failing).rejects.toThrow(/weight "w" of w\.bin/)
  expect(tf.memory()).toMatchObject({ numDataBuffers, numTensors })
  await session.dispose()
})

it('counts the memory that a freed session leaves behind: the heap never shrinks', async () => {
  const { session } = await start((target) => target.fill(1), [null, 3])
  const large = Float32Array.from({ length: 3 * 2 ** 22 })
  const before = runtime.spare()
  await expect(session.run({ x: { dtype: 'float32', shape: [2 ** 22, 3], data: large } })).resolves.toBeDefined()
  await session.dispose()
  expect(runtime.spare() - before).toBeGreaterThan(2 ** 25)
})
