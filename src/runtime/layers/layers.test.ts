import { describe, expect, it } from 'vitest'
import { fixture, sourceOf, weight } from '../fixtures/fixture.ts'
import { plainBrowser, request, wasmPaths } from '../fixtures/runtime.ts'
import { createRuntime } from '../index.ts'
import { loadCore } from '../packages.ts'
import { withoutTraining } from './topology.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser })

const input = {
  class_name: 'InputLayer',
  name: 'a',
  config: { name: 'a', batch_input_shape: [null, 2], dtype: 'float32' },
  inbound_nodes: [],
}

function relu(name: string, ...inbound: unknown[]): object {
  return { class_name: 'Activation', name, config: { name, activation: 'relu' }, inbound_nodes: inbound }
}

function functional(layers: readonly object[], output: string): object {
  return {
    class_name: 'Functional',
    config: { name: 'm', layers, input_layers: [['a', 0, 0]], output_layers: [[output, 0, 0]] },
  }
}

const start = (topology: object, weights: Parameters<typeof sourceOf>[1] = []): ReturnType<typeof runtime.start> =>
  runtime.start(sourceOf({ kind: 'tfjs-layers', topology }, weights), request('cpu'))

const dense = (config: object = {}): object => ({
  class_name: 'Sequential',
  config: {
    name: 's',
    layers: [{ class_name: 'Dense', config: { name: 'd', units: 1, batch_input_shape: [null, 2], ...config } }],
  },
})

describe('layers models that cannot work say so', () => {
  it('name classes nobody knows, with the layers that are of them, inside containers and wrappers too', async () => {
    const inner = { class_name: 'PixelShuffle', config: { name: 'p' } }
    const wrapped = { class_name: 'TimeDistributed', config: { name: 't', layer: inner } }
    const topology = {
      model_config: {
        class_name: 'Sequential',
        config: [
          { class_name: 'MultiplyBeta', config: { name: 'b1' } },
          { class_name: 'MultiplyBeta', config: { name: 'b2' } },
          wrapped,
        ],
      },
    }
    await expect(start(topology)).rejects.toMatchObject({
      code: 'unknown-layer',
      message: expect.stringContaining('MultiplyBeta ("b1", "b2"); PixelShuffle ("p")'),
    })
  })

  it('stop at references that would make tfjs loop for ever', async () => {
    const circle = functional([input, relu('b', [['c', 0, 0]]), relu('c', [['b', 0, 0]])], 'c')
    await expect(start(circle)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('"b", "c"'),
    })
    const absent = functional([input, relu('b', [['z', 0, 0]])], 'b')
    await expect(start(absent)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('layer "z"'),
    })
    const never = functional([input, relu('b', [['a', 1, 0]])], 'b')
    await expect(start(never)).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('run models that use a layer twice: a nested model, as Teachable Machine writes it, and a shared layer', async () => {
    const inner = functional([input, relu('b', [['a', 0, 0]])], 'b')
    const nested = { class_name: 'Sequential', config: { name: 's', layers: [inner] } }
    const shared = functional([input, relu('b', [['a', 0, 0]], [['b', 0, 0]])], 'b')
    for (const topology of [nested, shared]) {
      const { session } = await start(topology)
      const data = new Float32Array([-1, 2])
      const { outputs } = await session.run({
        [session.inputs[0]?.name ?? '']: { dtype: 'float32', shape: [1, 2], data },
      })
      expect([...(outputs[0]?.value.data ?? [])]).toEqual([0, 2])
    }
  })

  it('name the connections of Keras 3', async () => {
    const keras3 = functional([input, relu('b', { args: [], kwargs: {} })], 'b')
    await expect(start(keras3)).rejects.toMatchObject({ code: 'known-but-unsupported' })
  })

  it('name weights that are missing and shapes that differ, and free what was built', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    await expect(start(dense(), [weight('d/kernel', [2, 1], Float32Array.of(1, 2))])).rejects.toMatchObject({
      code: 'weights-missing',
      message: expect.stringContaining('1 of the 2 weights of the layers are not in the manifest: "d/bias"'),
    })
    const wrong = [weight('d/kernel', [3, 1], Float32Array.of(1, 2, 3)), weight('d/bias', [1], Float32Array.of(0))]
    await expect(start(dense(), wrong)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(/"d\/kernel".*float32 \[3, 1\].*float32 \[2, 1\]/),
    })
    expect(tf.engine().state.numTensors).toBe(before)
    expect(Object.keys(tf.engine().registeredVariables)).toEqual([])
  })
})

describe('layers models', () => {
  const weights = [weight('d/kernel', [2, 1], Float32Array.of(2, 3)), weight('d/bias', [1], Float32Array.of(1))]
  const x = { dtype: 'float32', shape: [1, 2], data: Float32Array.of(10, 20) } as const

  it('keep their names and weights however often they are loaded', async () => {
    for (let load = 0; load < 3; load++) {
      const { session } = await start(dense(), weights)
      expect(session.inputs).toEqual([{ name: 'd_input', dtype: 'float32', shape: [null, 2] }])
      const { outputs } = await session.run({ d_input: x })
      expect(outputs).toEqual([{ name: 'd', value: { dtype: 'float32', shape: [1, 1], data: Float32Array.of(81) } }])
      session.dispose()
    }
  })

  it('take Keras 3 numbers for names, and leave an optimiser unread', async () => {
    const numbered = [
      weight('d/0', [2, 1], Float32Array.of(2, 3)),
      weight('d/1', [1], Float32Array.of(1)),
      weight('adam/m', [9], new Float32Array(9)),
    ]
    const { session, story } = await start(dense(), numbered)
    expect(story).toContain('1 weights belong to no layer and were not read (adam/m).')
    const { outputs } = await session.run({ d_input: x })
    expect(outputs[0]?.value.data).toEqual(Float32Array.of(81))
    session.dispose()
  })

  it('need neither the initialisers nor the constraints of training', async () => {
    const trained = dense({
      kernel_initializer: { class_name: 'MyInit', config: {} },
      kernel_constraint: { class_name: 'MaxNorm', config: { max_value: 0.1 } },
      kernel_regularizer: { class_name: 'MyOwn', config: {} },
    })
    const { session } = await start(trained, weights)
    const { outputs } = await session.run({ d_input: x })
    expect(outputs[0]?.value.data).toEqual(Float32Array.of(81))
    session.dispose()
  })

  it('give a leaky ReLU the slope that Keras 3 calls by another name, and refuse what tfjs would ignore', async () => {
    const leaky = (className: string, config: object): object => ({
      class_name: 'Sequential',
      config: [{ class_name: className, config: { name: 'l', batch_input_shape: [null, 2], ...config } }],
    })
    const { session, story } = await start(leaky('LeakyReLU', { negative_slope: 0.5 }))
    expect(story[0]).toContain('Layer "l" (LeakyReLU) has its slope under the name of Keras 3')
    const { outputs } = await session.run({
      l_input: { dtype: 'float32', shape: [1, 2], data: Float32Array.of(-2, 3) },
    })
    expect(outputs[0]?.value.data).toEqual(Float32Array.of(-1, 3))
    session.dispose()
    await expect(start(leaky('ReLU', { negative_slope: 0.1 }))).rejects.toMatchObject({ code: 'known-but-unsupported' })
  })

  it('do not let a topology reach the prototype', () => {
    const hostile: unknown = JSON.parse('{"config": {"__proto__": {"polluted": true}, "units": 1}}')
    expect(withoutTraining(hostile)).toEqual({ config: { units: 1 } })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('use the names and order of the summary', async () => {
    const spec = (name: string, last: number) => ({ name, dtype: 'float32' as const, shape: [null, last] })
    const source = fixture('rn_bundle_layers/bundle_model_test.json', [
      { name: 'default', inputs: [spec('features', 10)], outputs: [spec('dense_Dense2/dense_Dense2', 1)] },
    ])
    const { session } = await runtime.start(source, request('cpu'))
    expect(session.inputs[0]?.name).toBe('features')
    expect(session.outputs[0]?.name).toBe('dense_Dense2/dense_Dense2')
    session.dispose()
  })
})
