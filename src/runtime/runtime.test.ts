import { describe, expect, it } from 'vitest'
import type { NamedTensors, TensorValue } from '../base/tensor.ts'
import type { Runtime } from './contract.ts'
import { fixture } from './fixtures/fixture.ts'
import { plainBrowser, request, wasmPaths } from './fixtures/runtime.ts'
import { createRuntime } from './index.ts'
import { loadCore } from './tfjs/packages.ts'

/** Element i = (i mod 256) / 255, the input of the expected outputs. */
function ramp(shape: readonly number[]): TensorValue {
  const length = shape.reduce((product, dim) => product * dim, 1)
  return { dtype: 'float32', shape, data: Float32Array.from({ length }, (_, i) => (i % 256) / 255) }
}

const models = [
  {
    path: 'matmul_graph/model.json',
    input: 'Placeholder',
    shape: [2, 2],
    output: 'MatMul',
    expected: [0.00289955, 0.00104561, 0.00883493, -0.000393553],
  },
  {
    path: 'structured_outputs/model_structured_outputs.json',
    input: 'Placeholder',
    shape: [2, 2],
    output: null,
    expected: [0.00289955, 0.00104561, 0.00883493, -0.000393553],
  },
  { path: 'dense_graph/model.json', input: 'dense_dense1_input', shape: [1, 1], output: null, expected: [-0.849242] },
] as const

async function runOn(
  runtime: Runtime,
  backend: 'cpu' | 'wasm',
  path: string,
  inputs: NamedTensors,
): Promise<TensorValue | undefined> {
  const { session } = await runtime.start(await fixture(path), request(backend))
  const { outputs } = await session.run(inputs)
  session.dispose()
  return outputs[0]?.value
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  const runtime = createRuntime({ wasmPaths, environment: plainBrowser })

  it.each(models)('runs $path as TensorFlow.js does', async ({ path, input, shape, expected }) => {
    const value = await runOn(runtime, backend, path, { [input]: ramp(shape) })
    const found = Array.from(value?.data as Float32Array)
    expect(found).toHaveLength(expected.length)
    for (const [i, number] of expected.entries()) expect(found[i]).toBeCloseTo(number, 6)
  })

  it('gives the same for a real input, by rows', async () => {
    const data = Float32Array.from([1, 2, 3, 4])
    const value = await runOn(runtime, backend, 'matmul_graph/model.json', {
      Placeholder: { dtype: 'float32', shape: [2, 2], data },
    })
    expect(Array.from(value?.data as Float32Array).map((x) => x.toFixed(5))).toEqual([
      '1.49615',
      '0.08314',
      '3.00967',
      '-0.28385',
    ])
    expect(Array.from(data)).toEqual([1, 2, 3, 4])
  })

  it('leaves no tensor behind, neither a run nor the session', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    for (const { path, input, shape } of models) {
      const { session } = await runtime.start(await fixture(path), request(backend))
      await session.run({ [input]: ramp(shape) })
      const after = tf.engine().state.numTensors
      await session.run({ [input]: ramp(shape) })
      expect(tf.engine().state.numTensors, path).toBe(after)
      await expect(session.run({ [input]: ramp([3, 3, 3]) })).rejects.toMatchObject({ code: 'input-shape' })
      session.dispose()
      await expect(session.run({ [input]: ramp(shape) })).rejects.toMatchObject({ code: 'not-loaded' })
      expect(tf.engine().state.numTensors, path).toBe(before)
    }
  })
})
