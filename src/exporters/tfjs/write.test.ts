import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { dropOf } from '../../formats/fixtures/drop.ts'
import { findModels, openModel } from '../../formats/index.ts'
import { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'
import type { ModelSource } from '../../graph/model.ts'
import { lower } from '../../runtime/tfjs/lowering/index.ts'
import { runPlain, type Values } from './fixtures/plain.ts'
import { type Precision, type WrittenFile, writeTfjs } from './index.ts'

interface Reference {
  readonly inputs: Readonly<Record<string, Values>>
  readonly outputs: readonly (Values & { readonly name: string })[]
}

const read = (path: string) => readFile(new URL(path, import.meta.url))
const references = JSON.parse(`${await read('fixtures/reference.json')}`) as Readonly<Record<string, Reference>>

/** A file or folder below this one. */
async function open(path: string): Promise<ModelSource> {
  const folder = new URL(`../../formats/${path}/`, import.meta.url)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null)
  const files = (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.pathname.length).replace(/^\//, ''))
  const contents = await Promise.all(
    entries === null
      ? [[path.split('/').at(-1) ?? path, new Blob([await read(`../../formats/${path}`)])] as const]
      : files.map(async (file) => [file, new Blob([await read(`../../formats/${path}/${file}`)])] as const),
  )
  const tree = await dropOf(Object.fromEntries(contents))
  const [model] = (await findModels(tree)).matches
  if (model === undefined) throw new Error(`no model in ${path}`)
  return openModel(model, tree, {})
}

async function write(source: ModelSource, precision: Precision = 'float32'): Promise<readonly WrittenFile[]> {
  const { summary } = source
  const { graph } = await source.toGraph(summary.signatures[0]?.name ?? '')
  const { graph: lean } = await lower(graph, { optimise: true })
  return writeTfjs(lean, { precision, generatedBy: summary.generatedBy, labels: summary.metadata.labels })
}

/** The largest output error, relative to each output's largest value. Checks names and shapes. */
async function distance(files: readonly WrittenFile[], { inputs, outputs }: Reference): Promise<number> {
  const found = await runPlain(files, inputs)
  const ports = (list: readonly { readonly name: string; readonly shape: readonly number[] }[]) =>
    list.map(({ name, shape }) => `${name} ${shape}`).sort()
  expect(ports(found)).toEqual(ports(outputs))
  const distances = outputs.map(({ name, data }) => {
    const values = found.find((output) => output.name === name)?.data ?? []
    const largest = Math.max(1, ...data.map((value) => Math.abs(Number(value))))
    return Math.max(...data.map((value, i) => Math.abs(Number(values[i]) - Number(value)) / largest))
  })
  return Math.max(...distances)
}

const cases = [
  ['keras/zip/fixtures/dense.keras', 'dense'],
  ['keras/h5/fixtures/dense.h5', 'dense'],
  ['keras/zip/fixtures/deflated.keras', 'deflated'],
  ['saved-model/fixtures/while_loop', 'while_loop'],
  ['saved-model/fixtures/hash_table_asset', 'hash_table_asset'],
] as const

describe('a written model in plain TensorFlow.js', () => {
  it.each(cases)('%s matches TensorFlow', async (path, name) => {
    expect(await distance(await write(await open(path)), references[name] as Reference)).toBeLessThan(1e-5)
  })

  it('from a TensorFlow.js layers model matches TensorFlow', async () => {
    const { inputs, outputs } = JSON.parse(
      `${await read('../../formats/tensorflow-js/layers-model/fixtures/reference.json')}`,
    ) as {
      readonly inputs: readonly { readonly name: string; readonly shape: number[]; readonly data: number[] }[]
      readonly outputs: readonly { readonly shape: number[]; readonly data: number[] }[]
    }
    const source = await open('tensorflow-js/layers-model/fixtures/tfjs_keras3_h5')
    const names = source.summary.signatures[0]?.outputs.map(({ name }) => name) ?? []
    const reference: Reference = {
      inputs: Object.fromEntries(inputs.map((port) => [port.name, { ...port, dtype: 'float32' }])),
      outputs: outputs.map((port, i) => ({ ...port, name: names[i] ?? '', dtype: 'float32' })),
    }
    expect(await distance(await write(source), reference)).toBeLessThan(1e-5)
  })

  it('keeps a list filled by a loop', async () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [3, 2])
    const list = b.op('TensorListReserve', [b.ints([2]), b.int(3)], { element_dtype: { type: 'float32' } })
    const parameters = [
      { dtype: 'int32', shape: [] },
      { dtype: 'variant', shape: null },
      { dtype: 'float32', shape: [3, 2] },
    ] as const
    const cond = b.function('more', parameters, (body, [i]) => [body.op('Less', [i as Value, body.int(3)])])
    const step = b.function('step', parameters, (body, [i, items, rows]) => {
      const row = body.op('GatherV2', [rows as Value, i as Value, body.int(0)])
      const item = body.op('Square', [row])
      const attributes = { element_dtype: { type: 'float32' } } as const
      const written = body.op('TensorListSetItem', [items as Value, i as Value, item], attributes)
      return [body.op('AddV2', [i as Value, body.int(1)]), written, rows as Value]
    })
    const types = { T: { list: { type: ['int32', 'variant', 'float32'] } } } as const
    const results = b.ops('While', [b.int(0), list, x], { cond: { func: cond }, body: { func: step }, ...types })
    const stack = b.op('TensorListStack', [results[1] as Value, b.ints([2])], {
      element_dtype: { type: 'float32' },
      num_elements: { i: -1 },
    })
    b.output('y', stack)
    const files = await writeTfjs(b.build(), { precision: 'float32', generatedBy: '', labels: null })
    const given = { x: { dtype: 'float32', shape: [3, 2], data: [1, 2, 3, 4, 5, 6] } } as const
    const [y] = await runPlain(files, given)
    expect(Array.from(y?.data ?? [], Number)).toEqual([1, 4, 9, 16, 25, 36])
  })
})

describe('16 and 8 bits', () => {
  /** A product with enough weights to be quantised, all between −1 and 1, and inputs of one sign. */
  function product(): { readonly graph: ReturnType<GraphBuilder['build']>; readonly reference: Reference } {
    const weights = Float32Array.from({ length: 2048 }, (_, i) => Math.sin(i * 12.9898))
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [null, 64])
    const w = b.constant({
      dtype: 'float32',
      shape: [64, 32],
      bytes: 8192,
      file: 'w',
      data: null,
      read: async () => weights,
    })
    b.output('y', b.op('MatMul', [x, w], { transpose_a: { b: false }, transpose_b: { b: false } }))
    const data = Array.from({ length: 64 }, (_, i) => (i % 7) / 64)
    const y = Array.from({ length: 32 }, (_, j) => data.reduce((sum, v, i) => sum + v * (weights[i * 32 + j] ?? 0), 0))
    const reference: Reference = {
      inputs: { x: { dtype: 'float32', shape: [1, 64], data } },
      outputs: [{ name: 'y', dtype: 'float32', shape: [1, 32], data: y }],
    }
    return { graph: b.build(), reference }
  }

  it.each([
    ['float32', 8192, 1e-6],
    // Error per weight: half of the last of 11 bits, and half a step of 2/255; the inputs sum to less than 3.
    ['float16', 4096, 3 * 2 ** -12],
    ['uint8', 2048, 3 * (1 / 255)],
  ] as const)('%s takes %i bytes and stays within its error', async (precision, bytes, limit) => {
    const { graph, reference } = product()
    const files = await writeTfjs(graph, { precision, generatedBy: '', labels: null })
    const shards = files.filter(({ name }) => name.endsWith('.bin'))
    expect(shards.reduce((sum, { content }) => sum + content.size, 0)).toBe(bytes)
    const off = await distance(files, reference)
    expect(off).toBeLessThan(limit)
    if (precision !== 'float32') expect(off).toBeGreaterThan(1e-6)
  })
})

describe('model.json', () => {
  it('has the signature, the generator, and the labels', async () => {
    const source = await open('keras/zip/fixtures/dense.keras')
    const labels = ['a', 'b', 'c', 'd', 'e']
    const { graph } = await source.toGraph('default')
    const files = await writeTfjs(graph, { precision: 'float32', generatedBy: 'Keras 3.15.1', labels })
    expect(files.map(({ name }) => name)).toEqual(['model.json', 'group1-shard1of1.bin'])
    expect(JSON.parse((await files[0]?.content.text()) ?? '')).toMatchObject({
      format: 'graph-model',
      generatedBy: 'Keras 3.15.1',
      convertedBy: 'Glassbox',
      signature: {
        inputs: { x: { dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '-1' }, { size: '6' }] } } },
        outputs: { dense: { dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '-1' }, { size: '5' }] } } },
      },
      userDefinedMetadata: { labels },
      weightsManifest: [{ paths: ['group1-shard1of1.bin'] }],
    })
  })

  it('round-trips through our own reader, with labels and signature', async () => {
    const source = await open('keras/zip/fixtures/dense.keras')
    const { graph } = await source.toGraph('default')
    const files = await writeTfjs(graph, { precision: 'float16', generatedBy: 'Keras 3.15.1', labels: ['a', 'b'] })
    const tree = await dropOf(Object.fromEntries(files.map(({ name, content }) => [name, content])))
    const [model] = (await findModels(tree)).matches
    if (model === undefined) throw new Error('no model')
    const { summary } = await openModel(model, tree, {})
    expect(summary).toMatchObject({ format: 'tfjs-graph', generatedBy: 'Keras 3.15.1', convertedBy: 'Glassbox' })
    expect(summary.metadata.labels).toEqual(['a', 'b'])
    expect(summary.signatures[0]).toMatchObject({ inputs: [{ name: 'x', shape: [null, 6] }] })
  })
})
