import { describe, expect, it } from 'vitest'
import type { TensorValue } from '../../base/tensor.ts'
import { weight } from '../fixtures/fixture.ts'
import { bareGraph, loopGraph, stringGraph, tableGraph, unaryGraph } from '../fixtures/graphs.ts'
import { plainBrowser, request, wasmPaths } from '../fixtures/runtime.ts'
import { createRuntime } from '../index.ts'
import { loadCore } from '../packages.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser })

const floats = (...values: number[]): TensorValue => ({
  dtype: 'float32',
  shape: [values.length],
  data: Float32Array.from(values),
})
const strings = (...values: string[]): TensorValue => ({ dtype: 'string', shape: [values.length], data: values })

describe.each(['cpu', 'wasm'] as const)('graphs on %s', (backend) => {
  it('run loops that gather their results in a list, again and again, without a leak', async () => {
    const tf = await loadCore()
    const { session, story } = await runtime.start(loopGraph(), request(backend))
    expect(session.asynchronous).toBe(true)
    expect(story[0]).toMatch(/^Runs asynchronously: the graph holds .*StatelessWhile \(1\)/)
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

  it('take and give strings, and booleans as bytes', async () => {
    const { session } = await runtime.start(stringGraph(), request(backend))
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
    const { session } = await runtime.start(tableGraph(), request(backend))
    expect(session.inputs).toEqual([{ name: 'x', dtype: 'string', shape: [null] }])
    expect(session.outputs).toEqual([{ name: 'number', dtype: 'int32', shape: null }])
    for (const run of [1, 2]) {
      const { outputs } = await session.run({ x: strings('no', 'maybe', 'yes') })
      expect(outputs[0]?.value, `run ${run}`).toEqual({ dtype: 'int32', shape: [3], data: Int32Array.of(20, -1, 10) })
    }
    session.dispose()
  })

  it('cast to bool as TensorFlow does: everything but zero is true', async () => {
    const cast = unaryGraph('Cast', { SrcT: { type: 'DT_FLOAT' }, DstT: { type: 'DT_BOOL' } })
    const { session } = await runtime.start(cast, request(backend))
    const { outputs } = await session.run({ x: floats(0, 0.3, -0.3, 256, 1) })
    expect(outputs[0]?.value.data).toEqual(Uint8Array.of(0, 1, 1, 1, 1))
    session.dispose()
  })

  it('give a copy where an output is the input itself', async () => {
    const { session } = await runtime.start(unaryGraph('Identity'), request(backend))
    const x = floats(1, 2)
    const { outputs } = await session.run({ x })
    const data = outputs[0]?.value.data as Float32Array
    expect(data).toEqual(x.data)
    expect(data.buffer).not.toBe((x.data as Float32Array).buffer)
    session.dispose()
  })
})

describe('graphs that cannot work say so before a weight is read', () => {
  const bad = [
    {
      title: 'an op nobody knows',
      source: bareGraph([
        ['x', 'Placeholder'],
        ['y', 'FrobnicateV2', 'x'],
      ]),
      code: 'unknown-op',
      words: 'FrobnicateV2 (1)',
    },
    {
      title: 'a node without its input',
      source: bareGraph([
        ['x', 'Placeholder'],
        ['y', 'Relu', 'z:0'],
      ]),
      code: 'model-invalid',
      words: 'Node "y" (Relu) takes its input from "z"',
    },
    {
      title: 'a constant without a weight',
      source: bareGraph([
        ['x', 'Placeholder'],
        ['c', 'Const'],
        ['y', 'AddV2', 'x', 'c'],
      ]),
      code: 'weights-missing',
      words: '"c"',
    },
  ] as const

  it.each(bad)('$title', async ({ source, code, words }) => {
    await expect(runtime.start(source, request('cpu'))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
  })

  it('no nodes at all', async () => {
    const source = { ...bareGraph([]), program: { ...loopGraph().program, topology: {} } }
    await expect(runtime.start(source, request('cpu'))).rejects.toMatchObject({ code: 'model-invalid' })
  })
})

describe('loading', () => {
  it('reports bytes, and stops between two weights when cancelled, leaving nothing', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    const source = loopGraph()
    const seen: number[] = []
    const abort = new AbortController()
    const onProgress = ({ stage, done }: { stage: string; done: number }): void => {
      if (stage !== 'weights') return
      seen.push(done)
      if (done > 0) abort.abort()
    }
    await expect(runtime.start(source, { ...request('cpu'), signal: abort.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(seen).toEqual([0, 4])
    expect(tf.engine().state.numTensors).toBe(before)
  })

  it('frees what it made when a weight cannot be read', async () => {
    const tf = await loadCore()
    const before = tf.engine().state.numTensors
    const source = loopGraph()
    const broken = { ...weight('zero', [], Int32Array.of(0), 'int32'), read: () => Promise.reject(new Error('gone')) }
    const weights = source.weights.map((entry) => (entry.name === 'zero' ? broken : entry))
    await expect(runtime.start({ ...source, weights }, request('cpu'))).rejects.toThrow('gone')
    expect(tf.engine().state.numTensors).toBe(before)
  })
})
