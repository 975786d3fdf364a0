import { describe, expect, it } from 'vitest'
import type { Graph, GraphNode } from '../../graph/graph.ts'
import { fixture, open, savedModelsIn, treeOf } from './fixtures/tree.ts'

async function graphOf(name: string, signature = 'serving_default') {
  const source = await open(await fixture(name))
  return source.toGraph(signature)
}

const opsOf = ({ nodes }: Pick<Graph, 'nodes'>) => [...nodes.values()].map(({ op }) => op).sort()
const nodesOf = ({ nodes }: Pick<Graph, 'nodes'>, op: string): readonly GraphNode[] =>
  [...nodes.values()].filter((node) => node.op === op)

describe('opening a SavedModel', () => {
  it('summarises signatures, weights, parameters and the writer', async () => {
    const { summary } = await open(await fixture('hash_table_asset'))
    expect(summary).toMatchObject({
      name: 'model',
      formatLabel: 'TensorFlow SavedModel',
      generatedBy: 'TensorFlow 2.21.0',
      parameters: 20,
      signatures: [
        {
          name: 'serving_default',
          inputs: [{ name: 'words', dtype: 'string', shape: [null, null] }],
          outputs: [
            { name: 'ids', dtype: 'int32', shape: [null, null] },
            { name: 'vec', dtype: 'float32', shape: [null, null, 4] },
          ],
        },
        { name: 'labels' },
      ],
    })
    expect(summary.weightFiles.map(({ state }) => state)).toEqual(['have', 'have'])
    expect(summary.hash).toMatch(/^[0-9a-f]{16}$/)
  })

  it('counts a variable once, however many signatures and graphs use it', async () => {
    const parametersOf = async (name: string) => (await open(await fixture(name))).summary.parameters
    expect(await parametersOf('half_plus_two')).toBe(5)
    expect(await parametersOf('two_meta_graphs')).toBe(12)
    expect(await parametersOf('tf1_partitioned_variable')).toBe(30)
  })

  it('offers the graphs of other tags under their names', async () => {
    const source = await open(await fixture('two_meta_graphs'))
    expect(source.summary.signatures.map(({ name }) => name)).toEqual(['serving_default', 'train/serving_default'])
    const [serve, train] = await Promise.all(
      ['serving_default', 'train/serving_default'].map((name) => source.toGraph(name)),
    )
    const holds99 = (graph: Graph | undefined) =>
      graph !== undefined && nodesOf(graph, 'Const').some(({ constant }) => constant?.data?.[0] === 99)
    expect([serve, train].map((each) => holds99(each?.graph))).toEqual([false, true])
    await expect(source.toGraph('other')).rejects.toMatchObject({ code: 'signature-missing' })
  })

  it('finds its files flat in a drop, in a version folder, and several models at once', async () => {
    const files = await fixture('hash_table_asset')
    const flat = new Map([...files].map(([path, bytes]) => [path.slice(path.lastIndexOf('/') + 1), bytes]))
    const { graph } = await (await open(flat, '')).toGraph('serving_default')
    expect(graph.tables.size).toBe(1)
    const version = await savedModelsIn(await treeOf(files, 'flowers/00000123'))
    expect(version.map(({ match }) => match.name)).toEqual(['flowers'])
    const both = new Map([...files].flatMap(([path, bytes]) => [`a/${path}`, `b/${path}`].map((to) => [to, bytes])))
    expect((await savedModelsIn(await treeOf(both))).map(({ match }) => match.name)).toEqual(['a', 'b'])
  })
})

describe('lowering', () => {
  it('inlines calls and reads variables as constants', async () => {
    const { graph, repairs } = await graphOf('half_plus_two')
    expect(repairs).toEqual([])
    expect(opsOf(graph)).toEqual(['Add', 'Const', 'Const', 'Mul', 'Placeholder'])
    const values = await Promise.all(nodesOf(graph, 'Const').map(({ constant }) => constant?.read()))
    expect(values).toEqual([Float32Array.of(0.5), Float32Array.of(2)])
  })

  it('passes loop invariants to bodies as constants, other values as parameters', async () => {
    const { graph } = await graphOf('while_loop')
    const [loop] = nodesOf(graph, 'While')
    expect(graph.functions.size).toBe(2)
    for (const { parameters, nodes } of graph.functions.values()) {
      expect(parameters).toHaveLength(loop?.inputs.length ?? 0)
      expect(nodesOf({ nodes }, 'VarHandleOp')).toEqual([])
    }
    const bodies = [...graph.functions.values()]
    expect(bodies.some((body) => nodesOf(body, 'Const').some(({ constant }) => constant?.file !== ''))).toBe(true)
  })

  it('fills hash tables from their assets, and names an asset that is missing', async () => {
    const files = await fixture('hash_table_asset')
    const { graph } = await (await open(files)).toGraph('serving_default')
    const [[name, table] = []] = graph.tables
    expect(graph.nodes.get(name ?? '')?.op).toBe('HashTableV2')
    expect(await table?.keys.read()).toHaveLength(table?.values.shape[0] ?? 0)
    files.delete('assets/vocab.txt')
    const source = await open(files)
    await expect(source.toGraph('serving_default')).rejects.toMatchObject({
      code: 'asset-missing',
      message: expect.stringContaining('assets/vocab.txt'),
    })
  })

  it('turns the required features of serialized records into inputs', async () => {
    const source = await open(await fixture('half_plus_two'))
    const { graph, repairs } = await source.toGraph('regress_x_to_y')
    expect(graph.inputs.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([['x', 'float32', [null, 1]]])
    expect(opsOf(graph)).toEqual(['Add', 'Const', 'Const', 'Mul', 'Placeholder'])
    expect(repairs).toEqual([
      'The input "inputs" takes serialized tf.Example records, which are not parsed here; its features are inputs instead: x float32 [?, 1].',
    ])
  })

  it('makes assignments visible to later reads, and notes that they are not kept', async () => {
    const { graph, repairs } = await graphOf('stateful_counter')
    expect(repairs).toEqual([expect.stringMatching(/changes its variable .* every run starts from the saved value/)])
    expect(nodesOf(graph, 'AssignAddVariableOp')).toEqual([])
    expect(nodesOf(graph, 'AddV2').length).toBeGreaterThan(0)
  })

  it('restores partitioned variables slice by slice', async () => {
    const { graph } = await graphOf('tf1_partitioned_variable')
    const shapes = nodesOf(graph, 'Const').map(({ constant }) => constant?.shape)
    expect(shapes.filter((shape) => shape?.length === 2)).toEqual([
      [2, 5],
      [2, 5],
      [2, 5],
    ])
  })

  it('keeps TensorFlow 1 control flow, with branch constants alive only in their branch', async () => {
    const { graph } = await graphOf('tf1_control_flow_v1')
    expect(nodesOf(graph, 'Merge')).toHaveLength(3)
    const sub = nodesOf(graph, 'Sub')[0]
    const producers = sub?.inputs.map((input) => graph.nodes.get(input.slice(0, -2))?.op)
    expect(producers).toEqual(['Switch', 'Switch'])
  })
})

describe('damage', () => {
  const pb = 'saved_model.pb'
  const changed = async (change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void) => {
    const files = await fixture('while_loop')
    change(files)
    return open(files)
  }

  it.each<[string, string, RegExp, (files: Map<string, Uint8Array<ArrayBuffer>>) => void]>([
    ['an empty file', 'file-empty', /saved_model\.pb is empty/, (files) => files.set(pb, new Uint8Array(0))],
    ['a cut file', 'file-truncated', /saved_model\.pb is cut off/, (files) => files.set(pb, cut(files.get(pb)))],
    ['a bare graph', 'known-but-unsupported', /GraphDef/, (files) => files.set(pb, Uint8Array.of(0x0a, 0))],
    ['a pointer', 'file-unreadable', /Git LFS pointer/, (files) => files.set(pb, pointer)],
    [
      'no variables',
      'weights-missing',
      /variables\.index is missing/,
      (files) => files.delete('variables/variables.index'),
    ],
    [
      'no data',
      'weights-missing',
      /variables\.data-00000-of-00001/,
      (files) => files.delete('variables/variables.data-00000-of-00001'),
    ],
    ['cut data', 'file-truncated', /is truncated/, (files) => files.set(data, cut(files.get(data)))],
    ['a cut index', 'model-invalid', /variables\.index .* cut off/, (files) => files.set(index, cut(files.get(index)))],
  ])('%s is reported', async (_what, code, message, change) => {
    await expect(changed(change)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('of any bytes gives a graph or an error with a code', async () => {
    const random = generator(20_261_122)
    for (const name of ['while_loop', 'hash_table_asset', 'tf1_control_flow_v1']) {
      const files = await fixture(name)
      const paths = [pb, pb, pb, index, data]
      for (let round = 0; round < 60; round++) {
        const path = paths[round % paths.length] ?? pb
        const bytes = (files.get(path) ?? new Uint8Array(1)).slice()
        for (let i = 0; i < 3; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
        await attempt(new Map([...files, [path, bytes]]))
      }
    }
  })
})

const data = 'variables/variables.data-00000-of-00001'
const index = 'variables/variables.index'
const pointer = new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n')
const cut = (bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)) => bytes.slice(0, bytes.length / 2)

async function attempt(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<void> {
  try {
    const source = await open(files)
    for (const { name } of source.summary.signatures) {
      const { graph } = await source.toGraph(name)
      for (const { constant } of graph.nodes.values()) await constant?.read()
    }
  } catch (error) {
    expect(error).toMatchObject({ name: 'EngineError', code: expect.not.stringMatching(/^internal$/) })
  }
}

/** Lehmer's generator: the same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
