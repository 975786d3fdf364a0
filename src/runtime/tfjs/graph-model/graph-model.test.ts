import { describe, expect, it } from 'vitest'
import type { TensorValue } from '../../../base/tensor.ts'
import { GraphBuilder } from '../../../graph/builder.ts'
import { type Constant, float32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { bareGraph, loopGraph, stringGraph, tableGraph, unaryGraph, weight } from '../../fixtures/graphs.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../fixtures/runtime.ts'
import { createRuntime } from '../../index.ts'
import { loadCore } from '../packages.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

const floats = (...values: number[]): TensorValue => ({
  dtype: 'float32',
  shape: [values.length],
  data: Float32Array.from(values),
})
const strings = (...values: string[]): TensorValue => ({ dtype: 'string', shape: [values.length], data: values })

describe.each(['cpu', 'wasm'] as const)('graphs on %s', (backend) => {
  it('run loops that collect results in a list, repeatedly, without a leak', async () => {
    const tf = await loadCore()
    const { session, details } = await runtime.start(await loopGraph(), request(backend))
    expect(session.asynchronous).toBe(true)
    expect(details[0]).toEqual({
      code: 'asynchronous',
      operations: expect.arrayContaining([{ op: 'StatelessWhile', count: 1 }]),
    })
    const x: TensorValue = { dtype: 'float32', shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) }
    const before = tf.engine().state.numTensors
    for (let run = 0; run < 3; run++) {
      const { outputs } = await session.run({ x })
      expect(outputs).toEqual([
        { name: 'out', value: { dtype: 'float32', shape: [3, 2], data: Float32Array.of(2, 4, 6, 8, 10, 12) } },
      ])
      expect(tf.engine().state.numTensors).toBe(before)
    }
    session.dispose()
  })

  it('run branches in loops over weights, synchronously and not, without a leak', async () => {
    const tf = await loadCore()
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [2])
    const two = float32([2], [])
    const scalar = { dtype: 'int32', shape: [] } as const
    const vector = { dtype: 'float32', shape: [2] } as const
    const doubled = b.function('doubled', [vector], (inner, [v = 'v:0']) => [inner.op('Mul', [v, inner.constant(two)])])
    const weight = b.function('weight', [vector], (inner) => [inner.constant(float32([5, 6]))])
    const cond = b.function('cond', [scalar, vector], (inner, [i = 'i:0']) => [inner.op('Less', [i, inner.int(3)])])
    const body = b.function('body', [scalar, vector], (inner, [i = 'i:0', v = 'v:0']) => [
      inner.op('AddV2', [i, inner.int(1)]),
      inner.op('If', [inner.op('Less', [i, inner.int(1)]), v], {
        Tout: { list: { type: ['float32'] } },
        then_branch: { func: weight },
        else_branch: { func: doubled },
      }),
    ])
    const [, looped = x] = b.ops('While', [b.int(0), x], { cond: { func: cond }, body: { func: body } })
    b.output('looped', looped)
    const { session } = await runtime.start(b.build(), request(backend))
    const before = tf.engine().state.numTensors
    for (let run = 0; run < 3; run++) {
      const { outputs } = await session.run({ x: floats(1, 2) })
      expect(outputs[0]?.value.data).toEqual(Float32Array.of(20, 24))
      expect(tf.engine().state.numTensors).toBe(before)
    }
    session.dispose()
  })

  it('take and return strings, and booleans as bytes', async () => {
    const { session } = await runtime.start(await stringGraph(), request(backend))
    expect(session.inputs).toEqual([{ name: 'text', dtype: 'string', shape: [null] }])
    expect(session.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['chosen', null],
      ['other', null],
    ])
    const { outputs } = await session.run({ text: strings('a', 'b', 'ü') })
    expect(outputs[0]?.value).toEqual({ dtype: 'string', shape: [4], data: ['ü', 'a', 'ü', 'a'] })
    expect(outputs[1]?.value).toEqual({ dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) })
    session.dispose()
  })

  it('look words up in a table that the initialiser fills', async () => {
    const { session } = await runtime.start(await tableGraph(), request(backend))
    expect(session.inputs).toEqual([{ name: 'x', dtype: 'string', shape: [null] }])
    expect(session.outputs).toEqual([{ name: 'number', dtype: 'int32', shape: null }])
    for (const run of [1, 2]) {
      const { outputs } = await session.run({ x: strings('no', 'maybe', 'yes') })
      expect(outputs[0]?.value, `run ${run}`).toEqual({ dtype: 'int32', shape: [3], data: Int32Array.of(20, -1, 10) })
    }
    session.dispose()
  })

  it('cast to bool as TensorFlow does: everything but zero is true', async () => {
    const cast = await unaryGraph('Cast', { SrcT: { type: 'DT_FLOAT' }, DstT: { type: 'DT_BOOL' } })
    const { session } = await runtime.start(cast, request(backend))
    const { outputs } = await session.run({ x: floats(0, 0.3, -0.3, 256, 1) })
    expect(outputs[0]?.value.data).toEqual(Uint8Array.of(0, 1, 1, 1, 1))
    session.dispose()
  })

  it('return a copy if an output is the input itself', async () => {
    const { session } = await runtime.start(await unaryGraph('Identity'), request(backend))
    const x = floats(1, 2)
    const { outputs } = await session.run({ x })
    const data = outputs[0]?.value.data as Float32Array
    expect(data).toEqual(x.data)
    expect(data.buffer).not.toBe((x.data as Float32Array).buffer)
    session.dispose()
  })

  it('return a separate array per output, even if a weight or another output has the same values', async () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [2])
    const sum = b.op('AddV2', [x, x], { T: { type: 'float32' } })
    b.output('weight', b.op('Identity', [b.constant(float32([1, 2, 3]))]))
    b.output('sum', sum)
    b.output('column', b.op('Reshape', [sum, b.ints([2, 1])]))
    const { session } = await runtime.start(b.build(), request(backend))
    for (let run = 0; run < 2; run++) {
      const { outputs } = await session.run({ x: floats(1, 2) })
      const arrays = outputs.map(({ value }) => value.data as Float32Array)
      expect(arrays.map((array) => [...array])).toEqual([
        [1, 2, 3],
        [2, 4],
        [2, 4],
      ])
      expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(3)
      // Outputs are transferred to the page or written to; neither may change the weight.
      for (const array of arrays) array.fill(Number.NaN)
    }
    session.dispose()
  })

  it('keep no view of the file that a weight was read from', async () => {
    const file = Float32Array.from({ length: 1000 }, (_, i) => i)
    const part: Constant = { ...float32([0, 0]), data: null, read: async () => file.subarray(3, 5) }
    const b = new GraphBuilder()
    b.output('y', b.op('AddV2', [b.input('x', 'float32', [2]), b.constant(part)], { T: { type: 'float32' } }))
    const { session } = await runtime.start(b.build(), request(backend))
    file.fill(Number.NaN)
    const { outputs } = await session.run({ x: floats(10, 20) })
    expect(outputs[0]?.value.data).toEqual(Float32Array.of(13, 24))
    session.dispose()
  })
})

describe('graphs that cannot work', () => {
  it('name an unknown op before reading weights', async () => {
    const graph = await bareGraph([
      ['x', 'Placeholder'],
      ['y', 'FrobnicateV2', 'x'],
    ])
    await expect(runtime.start(graph, request('cpu'))).rejects.toMatchObject({
      code: 'unknown-op',
      message: expect.stringContaining('FrobnicateV2 (1)'),
    })
  })
})

describe('loading', () => {
  it('reports bytes, and stops between two weights when cancelled, without a leak', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    const graph = await loopGraph()
    const seen: number[] = []
    const abort = new AbortController()
    const onProgress = ({ stage, done }: { stage: string; done: number }): void => {
      if (stage !== 'weights') return
      seen.push(done)
      if (done > 0) abort.abort()
    }
    await expect(runtime.start(graph, { ...request('cpu'), signal: abort.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(seen).toEqual([0, 4])
    expect(tf.engine().state.numTensors).toBe(before)
  })

  it('frees its tensors if a weight cannot be read', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    const graph = await loopGraph()
    const [, zero] = weight('zero', [], Int32Array.of(0), 'int32')
    const broken: Constant = { ...zero, read: () => Promise.reject(new Error('gone')) }
    const nodes = new Map(graph.nodes).set('zero', {
      name: 'zero',
      op: 'Const',
      inputs: [],
      attributes: {},
      constant: broken,
    })
    await expect(runtime.start({ ...graph, nodes }, request('cpu'))).rejects.toThrow('gone')
    expect(tf.engine().state.numTensors).toBe(before)
  })

  it('reads and holds a shared constant once', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    let reads = 0
    const values = float32([1, 2])
    const shared: Constant = {
      ...values,
      data: null,
      read: (signal) => {
        reads++
        return values.read(signal)
      },
    }
    const constant = (name: string) => ({ name, op: 'Const', inputs: [], attributes: {}, constant: shared })
    const bare = await bareGraph([
      ['x', 'Placeholder'],
      ['y', 'AddV2', 'x', 'x'],
      ['z', 'AddV2', 'y', 'x'],
    ])
    const add = (name: string, a: Value, b: Value) => ({ name, op: 'AddV2', inputs: [a, b], attributes: {} })
    const nodes = new Map(
      [...bare.nodes.values(), constant('a'), constant('b'), add('y', 'x:0', 'a:0'), add('z', 'y:0', 'b:0')].map(
        (node) => [node.name, node] as const,
      ),
    )
    const { session } = await runtime.start({ ...bare, nodes }, request('cpu'))
    const { outputs } = await session.run({ x: floats(10, 20) })
    expect(outputs[0]?.value.data).toEqual(Float32Array.of(12, 24))
    expect(reads).toBe(1)
    expect(tf.engine().state.numTensors).toBe(before + 1)
    session.dispose()
  })

  it('reports weights with NaN or infinity, by name and file', async () => {
    const graph = await unaryGraph('Relu')
    const [, constant] = weight('w', [5], Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 0, Number.NaN))
    const nodes = new Map(graph.nodes)
      .set('w', { name: 'w', op: 'Const', inputs: [], attributes: {}, constant })
      .set('out', { name: 'out', op: 'AddV2', inputs: ['x:0', 'w:0'], attributes: {} })
    const { session, warnings } = await runtime.start({ ...graph, nodes }, request('cpu'))
    expect(warnings).toEqual([
      expect.stringMatching(/^Weight w \[5\] in weights\.bin holds 2 NaN and 1 infinite value/),
    ])
    session.dispose()
  })
})
