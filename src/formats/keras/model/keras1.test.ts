import { expect, it } from 'vitest'
import type { Constant } from '../../../graph/constant.ts'
import { float32 } from '../../../graph/constant.ts'
import { run } from '../layers/fixtures/sequences/case.ts'
import type { Dialect } from '../layers/layer.ts'
import { ascending, functional, keras2, layer, legacyFileOf, sequential } from './fixtures/file.ts'
import { kerasModel } from './index.ts'

const keras1: Dialect = { major: 1, version: '1.2.2', writer: 'keras' }
const ones = (...shape: readonly number[]) => float32(ascending(...shape).data?.map(() => 1) as Iterable<number>, shape)

type Weights = Readonly<Record<string, readonly (readonly [name: string, constant: Constant])[]>>

async function outputOf(
  model: object,
  weights: Weights,
  x: readonly number[],
  shape: readonly number[],
  dialect = keras1,
) {
  const { graph } = await kerasModel({ ...legacyFileOf(model, weights), dialect }).toGraph()
  const given = { dtype: 'float32', shape, data: Float32Array.from(x) } as const
  const [output] = await run(graph, Object.fromEntries(graph.inputs.map(({ name }) => [name, given])))
  return { shape: output?.shape, data: [...(output?.data ?? [])] }
}

const pair = (config: object) => {
  const inputs = ['a', 'b'].map((name) => layer('InputLayer', name, { batch_input_shape: [null, 2] }))
  const merge = layer('Merge', 'm', { mode_type: 'raw', ...config }, [
    [
      ['a', 0, 0],
      ['b', 0, 0],
    ],
  ])
  return functional(
    'model',
    [...inputs, merge],
    [
      ['a', 0, 0],
      ['b', 0, 0],
    ],
    [['m', 0, 0]],
  )
}

it.each([
  ['sum', { mode: 'sum' }, [6, 8]],
  ['mul', { mode: 'mul' }, [9, 16]],
  ['ave', { mode: 'ave' }, [3, 4]],
  ['max', { mode: 'max' }, [3, 4]],
  ['concat', { mode: 'concat', concat_axis: -1 }, [3, 4, 3, 4]],
  ['dot', { mode: 'dot', dot_axes: -1 }, [25]],
  ['cos', { mode: 'cos', dot_axes: -1 }, [1]],
])('merges by %s', async (_mode, config, expected) => {
  expect((await outputOf(pair(config), {}, [3, 4], [1, 2])).data).toEqual(expected)
})

it('never runs the code of a Merge, and names unsupported modes', () => {
  const open = (config: object) => () => kerasModel({ ...legacyFileOf(pair(config), {}), dialect: keras1 })
  expect(open({ mode: 'f', mode_type: 'lambda' })).toThrow(expect.objectContaining({ code: 'lambda-layer' }))
  expect(open({ mode: 'sum', layers: [] })).toThrow(/several Sequential models/)
})

it('computes Highway with weights in any order, matched by name', async () => {
  const model = sequential('m', [
    layer('Highway', 'h', { activation: 'linear', bias: true, batch_input_shape: [null, 1] }),
  ])
  // t = sigmoid(0·2 + 0) = 1/2; 1/2 · (3·2 + 1) + 1/2 · 2
  const weights: Weights = {
    h: [
      ['h_W', float32([3], [1, 1])],
      ['h_b', float32([1])],
      ['h_W_carry', float32([0], [1, 1])],
      ['h_b_carry', float32([0])],
    ],
  }
  expect((await outputOf(model, weights, [2], [1, 1])).data).toEqual([4.5])
})

it('computes MaxoutDense', async () => {
  const config = { output_dim: 1, nb_feature: 2, batch_input_shape: [null, 2] }
  const weights: Weights = {
    d: [
      ['d_W', float32([1, 0, 0, 1], [2, 2, 1])],
      ['d_b', float32([10, 0], [2, 1])],
    ],
  }
  // max(1·3 + 10, 1·20)
  expect((await outputOf(sequential('m', [layer('MaxoutDense', 'd', config)]), weights, [3, 20], [1, 2])).data).toEqual(
    [20],
  )
  expect((await outputOf(sequential('m', [layer('MaxoutDense', 'd', config)]), weights, [3, 5], [1, 2])).data).toEqual([
    13,
  ])
})

it('reads kernels in Theano order', async () => {
  const config = {
    nb_filter: 1,
    nb_row: 1,
    nb_col: 2,
    dim_ordering: 'th',
    bias: false,
    batch_input_shape: [null, 2, 1, 2],
  }
  // [out, in, rows, columns]: 0 1 over the first channel, 2 3 over the second.
  const weights: Weights = { c: [['c_W', ascending(1, 2, 1, 2)]] }
  const model = sequential('m', [layer('Convolution2D', 'c', config)])
  expect(await outputOf(model, weights, [1, 10, 100, 1000], [1, 2, 1, 2])).toEqual({
    shape: [1, 1, 1, 1],
    data: [3210],
  })
  const file = { ...legacyFileOf(model, weights), dialect: keras1 }
  expect((await kerasModel(file).toGraph()).repairs.join()).toMatch(/Theano/)
})

it('flips the kernels of Keras 2 on Theano', async () => {
  const config = { filters: 1, kernel_size: [2], use_bias: false, batch_input_shape: [null, 2, 1] }
  const model = sequential('m', [layer('Conv1D', 'c', config)])
  const weights: Weights = { c: [['c/kernel:0', float32([1, 5], [2, 1, 1])]] }
  expect((await outputOf(model, weights, [1, 10], [1, 2, 1], keras2)).data).toEqual([51])
  expect((await outputOf(model, weights, [1, 10], [1, 2, 1], { ...keras2, backend: 'theano' })).data).toEqual([15])
})

it('reads the kernel of a Deconvolution2D, with swapped channels', async () => {
  const config = {
    nb_filter: 2,
    nb_row: 1,
    nb_col: 1,
    bias: false,
    output_shape: [null, 1, 1, 2],
    batch_input_shape: [null, 1, 1, 2],
  }
  // [rows, columns, in, out]
  const weights: Weights = { c: [['c_W', ascending(1, 1, 2, 2)]] }
  const model = (stated: readonly (number | null)[]) =>
    sequential('m', [layer('Deconvolution2D', 'c', { ...config, output_shape: stated })])
  expect((await outputOf(model([null, 1, 1, 2]), weights, [1, 10], [1, 1, 1, 2])).data).toEqual([20, 31])
  expect(() => kerasModel({ ...legacyFileOf(model([null, 2, 1, 2]), weights), dialect: keras1 })).toThrow(
    /shape \[2,1,2\]/,
  )
})

it('refuses low-rank updates that are not merged into their kernels', () => {
  const model = sequential('m', [layer('Dense', 'd', { units: 1, lora_rank: 1, batch_input_shape: [null, 1] })])
  const weights: Weights = {
    d: [
      ['d/bias', ones(1)],
      ['d/lora_kernel_a', ones(1, 1)],
      ['d/lora_kernel_b', ones(1, 1)],
      ['d/kernel', ones(1, 1)],
    ],
  }
  expect(() => kerasModel(legacyFileOf(model, weights))).toThrow(/LoRA/)
})
