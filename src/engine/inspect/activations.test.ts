import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { sizeOf, type TensorValue } from '../../base/tensor.ts'
import { plainBrowser, wasmPaths } from '../../runtime/fixtures/runtime.ts'
import { createRuntime } from '../../runtime/index.ts'
import { createDrops } from '../drops.ts'
import { plain } from '../fixtures.ts'
import { loadModel } from '../load.ts'
import { readActivation } from './activations.ts'
import references from './fixtures/activations.json' with { type: 'json' }
import { graphAsRead } from './graphs.ts'
import { inspectModel } from './index.ts'
import { tapped } from './tap.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
const { signal } = new AbortController()
const quiet = { signal, onProgress: () => undefined }
const context = { ...quiet, emit: () => undefined, ask: () => Promise.reject(new Error('nothing is asked')) }

interface Reference {
  readonly shape: readonly number[]
  readonly mean: number
  /** Distance of the listed elements. */
  readonly step: number
  readonly values: readonly number[]
}

async function loaded(name: string) {
  const file = new Blob([await readFile(new URL(`fixtures/${name}.keras`, import.meta.url))])
  const drops = createDrops()
  await drops.open({ drop: 'a', files: [{ path: `${name}.keras`, file }] }, context)
  const model = await loadModel(
    runtime,
    drops.get('a'),
    { ...plain, candidate: `${name}.keras`, backend: 'cpu' },
    quiet,
  )
  const [spec] = model.started.session.inputs
  const shape = (spec?.shape ?? []).map((dim) => dim ?? 1)
  const each = (fill: (i: number) => number) => Array.from({ length: sizeOf(shape) }, (_, i) => fill(i))
  const input: TensorValue =
    spec?.dtype === 'int32'
      ? { dtype: 'int32', shape, data: Int32Array.from(each((i) => i % 7)) }
      : { dtype: 'float32', shape, data: Float32Array.from(each(Math.sin)) }
  return { model, inputs: { [spec?.name ?? '']: input }, graph: await graphAsRead(model, signal) }
}

/** The last node of each layer, whose value the layer gives to the next one. */
async function lastNodes({ model }: Awaited<ReturnType<typeof loaded>>): Promise<ReadonlyMap<string, string>> {
  const { groups, read } = await inspectModel(model, signal)
  const last = new Map<string, string>()
  for (const { name, group } of read)
    for (let at = group; at > 0; at = groups[at]?.parent ?? -1) last.set(groups[at]?.path ?? '', name)
  return last
}

function expectValues(found: TensorValue, { shape, mean, step, values }: Reference): void {
  expect(found.shape).toEqual(shape)
  const data = found.data as Float32Array
  expect(data.reduce((sum, value) => sum + value, 0) / data.length).toBeCloseTo(mean, 4)
  for (const [i, expected] of values.entries())
    expect(Math.abs((data[i * step] ?? Number.NaN) - expected)).toBeLessThanOrEqual(
      1e-4 * Math.max(1, Math.abs(expected)),
    )
}

describe('the value of each layer is the one that Keras computes', () => {
  it.each(Object.entries(references))('%s', async (name, { layers, scores }) => {
    const all = await loaded(name)
    const { model, graph, inputs } = all
    const last = await lastNodes(all)
    const wanted = Object.entries(layers).map(([layer, reference]) => ({ node: last.get(layer) ?? '', reference }))
    const nodes = wanted.map(({ node }) => node)
    expect(nodes).not.toContain('')
    const distinct = [...new Set(nodes)]
    const values = await tapped(runtime, { loaded: model, graph }, distinct, inputs, quiet)
    for (const { node, reference } of wanted)
      expectValues(values[distinct.indexOf(node)] as TensorValue, reference as Reference)
    if (scores === null) return
    const softmax = [...graph.nodes.values()].find(({ op, name }) => op === 'Softmax' && name.startsWith('attention'))
    const [value] = await tapped(runtime, { loaded: model, graph }, [softmax?.name ?? ''], inputs, quiet)
    expectValues(value as TensorValue, scores as Reference)
    const { picture } = readActivation(graph, softmax?.name ?? '', value as TensorValue)
    expect(picture).toMatchObject({ kind: 'attention', tiles: { shown: 2, total: 2, rows: 6, columns: 6 } })
  })

  it('for 30 layers in all', () => {
    expect(Object.values(references).flatMap(({ layers }) => Object.keys(layers)).length).toBeGreaterThanOrEqual(30)
  })
})

it('a node that is not there, or makes no tensor, is refused', async () => {
  const { model, graph, inputs } = await loaded('table')
  await expect(tapped(runtime, { loaded: model, graph }, ['nothing'], inputs, quiet)).rejects.toMatchObject({
    code: 'model-invalid',
  })
})

describe('what is drawn of a value', () => {
  const graph = { inputs: [], outputs: [], nodes: new Map(), functions: new Map(), tables: new Map() }
  const read = (shape: readonly number[], ...values: number[]) =>
    readActivation(graph, 'n', { dtype: 'float32', shape, data: Float32Array.from(values) }).picture

  it('feature maps, the one with the greatest value first, each with its peak', () => {
    // 1 × 2 places, 3 maps.
    expect(read([1, 1, 2, 3], 1, 7, 0, 4, 2, 9)).toEqual({
      kind: 'maps',
      tiles: { shown: 3, total: 3, rows: 1, columns: 2, values: Float32Array.of(0, 9, 7, 2, 1, 4) },
      peaks: [
        { map: 2, value: 9, row: 0, column: 1 },
        { map: 1, value: 7, row: 0, column: 0 },
        { map: 0, value: 4, row: 0, column: 1 },
      ],
    })
  })

  it('a sequence with time across, and the greatest elements of a vector', () => {
    expect(read([1, 2, 3], 1, 2, 3, 4, 5, 6)).toMatchObject({
      kind: 'steps',
      tiles: { rows: 3, columns: 2, values: Float32Array.of(1, 4, 2, 5, 3, 6) },
    })
    expect(read([2, 2], 1, -3, 9, 9)).toEqual({
      kind: 'vector',
      top: [
        { index: 1, value: -3 },
        { index: 0, value: 1 },
      ],
    })
  })
})
