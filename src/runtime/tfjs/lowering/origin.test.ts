import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { dropOf } from '../../../formats/fixtures/drop.ts'
import { findModels, openModel } from '../../../formats/index.ts'
import { GraphBuilder } from '../../../graph/builder.ts'
import { float32 } from '../../../graph/constant.ts'
import type { Graph, GraphNode } from '../../../graph/graph.ts'
import { lower } from './index.ts'

/** The graph of the first signature of a model file or folder under `src/formats`. */
async function read(path: string): Promise<Graph> {
  const place = new URL(`../../../formats/${path}`, import.meta.url)
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => null)
  const paths = entries?.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`)
  const files = await Promise.all(
    (paths ?? [place.pathname]).map(async (file) => {
      const name = paths === undefined ? file.split('/').at(-1) : file.slice(place.pathname.length + 1)
      return [name ?? '', new Blob([await readFile(file)])] as const
    }),
  )
  const tree = await dropOf(Object.fromEntries(files))
  const [model] = (await findModels(tree)).matches
  if (model === undefined) throw new Error(`no model in ${path}`)
  const source = await openModel(model, tree, {})
  return (await source.toGraph(source.summary.signatures[0]?.name ?? '')).graph
}

function operations({ nodes, functions }: Graph): readonly GraphNode[] {
  const all = [nodes, ...[...functions.values()].map((body) => body.nodes)].flatMap((scope) => [...scope.values()])
  return all.filter(({ op }) => op !== 'Const' && op !== 'Placeholder')
}

const origins = (graph: Graph) => new Set(operations(graph).flatMap(({ origin = [] }) => origin))

describe('every operation keeps the names of its origins', () => {
  it.each([
    ['keras/zip/fixtures/dense.keras', 'dense'],
    ['keras/h5/fixtures/dense.h5', 'dense'],
    ['tensorflow-js/layers-model/fixtures/tfjs_keras3_v3', 'bbn'],
    ['fixtures/rn_bundle_layers', 'dense'],
    ['fixtures/matmul_graph', 'MatMul'],
    ['fixtures/rn_graph', 'MatMul'],
    ['saved-model/fixtures/half_plus_two', 'Mul'],
    ['saved-model/fixtures/while_loop', 'while'],
    ['saved-model/fixtures/tf1_control_flow_v1', 'while'],
  ])('%s', async (path, known) => {
    const graph = await read(path)
    const names = origins(graph)
    expect(
      [...names].some((name) => name.toLowerCase().includes(known.toLowerCase())),
      [...names].join(),
    ).toBe(true)
    expect(operations(graph).filter(({ origin = [] }) => origin.length === 0)).toEqual([])
    for (const optimise of [false, true]) {
      const { graph: lowered } = await lower(graph, { optimise })
      expect(operations(lowered).filter(({ origin = [] }) => origin.length === 0)).toEqual([])
      expect([...origins(lowered)].filter((name) => !names.has(name))).toEqual([])
    }
  })
})

it('the report names the layer that stays and those folded into it', async () => {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 4, 4, 3])
  const kernel = float32(
    Array.from({ length: 27 * 8 }, (_, i) => (i % 7) - 3),
    [3, 3, 3, 8],
  )
  const eight = (value: number) => b.constant(float32(Array.from({ length: 8 }, (_, i) => value + i / 8)))
  const layer = { strides: { list: { i: [1, 1, 1, 1] } }, padding: { s: 'SAME' } } as const
  const conv = b.from(['conv'], () => b.op('Conv2D', [x, b.constant(kernel)], layer))
  const [scaled = conv] = b.from(['bn'], () =>
    b.ops('FusedBatchNormV3', [conv, eight(1), eight(2), eight(0), eight(1)], { is_training: { b: false } }),
  )
  b.output(
    'y',
    b.from(['relu'], () => b.op('Relu', [scaled])),
  )
  const { graph, report } = await lower(b.build(), { optimise: true })
  expect(operations(graph).map(({ op, origin }) => [op, origin])).toEqual([['_FusedConv2D', ['conv', 'bn', 'relu']]])
  expect(report.passes.map(({ id, places, targets }) => ({ id, places, targets }))).toEqual([
    { id: 'affine-folding', places: [{ target: 'conv', absorbed: ['bn'] }], targets: 1 },
    { id: 'bias-and-activation', places: [{ target: 'conv', absorbed: ['bn', 'relu'] }], targets: 1 },
  ])
})
