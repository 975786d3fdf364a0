import { describe, expect, it } from 'vitest'
import type { Constant } from '../../../graph/constant.ts'
import type { Graph } from '../../../graph/graph.ts'
import { ascending, fileOf, input, keras3, layer, legacyFileOf, sequential } from './fixtures/file.ts'
import { kerasModel } from './index.ts'

describe('unsupported layers', () => {
  const of = (...layers: readonly object[]) => fileOf(sequential('m', [input('x', 2), ...layers]))
  const custom = { ...layer('MyBlock', 'block'), registered_name: 'my_project>MyBlock', module: null }

  it('never runs a Lambda', () => {
    expect(() => kerasModel(of(layer('Lambda', 'lam', { function: ['4wE=', null, null] })))).toThrow(
      expect.objectContaining({ code: 'lambda-layer', message: expect.stringContaining('"lam"') }),
    )
  })

  it('lists custom classes by their registered name, and other unknown layers', () => {
    expect(() => kerasModel(of(custom, layer('Zorblax', 'z')))).toThrow(
      expect.objectContaining({
        code: 'custom-layer',
        message: expect.stringMatching(/my_project>MyBlock \("block"\).*Zorblax \("z"\)/),
      }),
    )
  })

  it('lists unknown classes, including those in wrappers', () => {
    const wrapped = layer('TimeDistributed', 't', { layer: layer('Blurb', 'inner') })
    expect(() => kerasModel(of(layer('Zorblax', 'z'), wrapped))).toThrow(
      expect.objectContaining({
        code: 'unknown-layer',
        message: expect.stringMatching(/model\.keras .*Zorblax \("z"\); Blurb \("inner"\)/),
      }),
    )
  })

  it('names the module that a layer of TensorFlow Hub loads', () => {
    const hub = layer('KerasLayer', 'k', { handle: 'https://tfhub.dev/google/imagenet/x/1' })
    expect(() => kerasModel(of(hub))).toThrow(/KerasLayer \("k", the module https:\S+\/x\/1 of TensorFlow Hub\)/)
  })

  it('refuses a custom model class and a quantised layer', () => {
    const model = { class_name: 'Net', registered_name: 'mine>Net', config: { name: 'n' } }
    expect(() => kerasModel(fileOf(model))).toThrow(expect.objectContaining({ code: 'custom-layer' }))
    const dtype = { class_name: 'QuantizedDTypePolicy', config: { mode: 'int8', source_name: 'float32' } }
    expect(() => kerasModel(of(layer('Dense', 'd', { units: 1, dtype })))).toThrow(/quantised \(int8\)/)
  })

  const map = { class_name: 'DTypePolicyMap', config: { policy_map: { 'm/d/query': 'float8_from_float32' } } }
  it.each(['int8_from_mixed_bfloat16', 'int4/128_from_float32', map])('refuses the precision %j', (dtype) => {
    expect(() => kerasModel(of(layer('ReLU', 'r', { dtype })))).toThrow(/is quantised \((int8|int4|float8)/)
  })
})

describe('weights', () => {
  const dense = (name: string, units: number, more: object = {}) => layer('Dense', name, { units, ...more })
  const two = sequential('m', [input('x', 3), dense('a', 2), dense('b', 1)])
  const good = {
    'layers/dense/vars/0': ascending(3, 2),
    'layers/dense/vars/1': ascending(2),
    'layers/dense_1/vars/0': ascending(2, 1),
    'layers/dense_1/vars/1': ascending(1),
  }

  it('finds them by their path in a .keras', async () => {
    const { graph } = await kerasModel(fileOf(two, good)).toGraph()
    expect(shapesOf(graph)).toEqual({ 'a/kernel': [3, 2], 'a/bias': [2], 'b/kernel': [2, 1], 'b/bias': [1] })
  })

  it('names a missing weight, and all weights that do not fit', () => {
    const { 'layers/dense_1/vars/1': _, ...missing } = good
    expect(() => kerasModel(fileOf(two, missing))).toThrow(
      expect.objectContaining({
        code: 'weight-missing',
        message: expect.stringContaining('bias of layer "b" (Dense)'),
      }),
    )
    const other = { ...good, 'layers/dense/vars/0': ascending(4, 2), 'layers/dense_1/vars/0': ascending(2, 5) }
    expect(() => kerasModel(fileOf(two, other))).toThrow(
      expect.objectContaining({
        code: 'weight-shape',
        message: expect.stringMatching(/different models.*\[3, 2\].*\[4, 2\].*\[2, 1\].*\[2, 5\]/),
      }),
    )
  })

  const convolution = layer('Conv2D', 'c', { filters: 2, kernel_size: [1, 1], use_bias: false })
  const normalisation = layer('BatchNormalization', 'n', { axis: 3 })
  const rest = [
    ['c2/kernel:0', ascending(1, 1, 2, 2)],
    ['n/moving_mean:0', ascending(2)],
    ['n/moving_variance:0', ascending(2)],
  ] as const
  const head = [
    ['c/kernel:0', ascending(1, 1, 1, 2)],
    ['n/gamma:0', ascending(2)],
    ['n/beta:0', ascending(2)],
  ] as const
  const frozen = [...head, rest[1], rest[2], rest[0]]
  it.each([
    ['trainable ones first', true, [...head, ...rest]],
    ['a frozen model layer by layer', false, frozen],
  ])('takes those of a nested model in the order of a legacy file: %s', async (_what, trainable, weights) => {
    const last = layer('Conv2D', 'c2', { filters: 2, kernel_size: [1, 1], use_bias: false, trainable })
    const layers = [convolution, normalisation, last].map((one) => withTrainable(one, trainable))
    const inner = sequential('inner', [input('i', 4, 4, 1), ...layers])
    const model = sequential('m', [input('x', 4, 4, 1), withTrainable(inner, trainable)])
    const { graph } = await kerasModel(legacyFileOf(model, { inner: weights })).toGraph()
    expect(shapesOf(graph)).toMatchObject({ 'inner/c/kernel': [1, 1, 1, 2], 'inner/c2/kernel': [1, 1, 2, 2] })
  })

  it('finds weights that are listed under the innermost layer', async () => {
    const inner = sequential('inner', [input('i', 3), dense('d', 2, { use_bias: false })])
    const model = sequential('m', [input('x', 3), inner])
    const { graph } = await kerasModel(legacyFileOf(model, { d: [['d/kernel', ascending(3, 2)]] })).toGraph()
    expect(shapesOf(graph)).toEqual({ 'inner/d/kernel': [3, 2] })
  })
})

describe('notes', () => {
  it('notes that half precision is not kept, and a newer Keras version', async () => {
    const dtype = { class_name: 'DTypePolicy', config: { name: 'mixed_float16' } }
    const file = fileOf(sequential('m', [input('x', 2), layer('ReLU', 'r', { dtype }), layer('ReLU', 's', { dtype })]))
    const { repairs } = await kerasModel({ ...file, dialect: { ...keras3, major: 9, version: '9.1.0' } }).toGraph()
    expect(repairs).toEqual([
      expect.stringContaining('9.1.0'),
      expect.stringMatching(/^2 layers.*mixed_float16.*float32/),
    ])
    expect((await kerasModel(file).toGraph()).repairs).toHaveLength(1)
  })
})

function withTrainable(one: object, trainable: boolean): object {
  const entry = one as { readonly config: object }
  return { ...entry, config: { ...entry.config, trainable } }
}

/** Shapes of the graph's weights, by name. */
function shapesOf(graph: Graph): Readonly<Record<string, readonly number[]>> {
  const weights = [...graph.nodes.values()].flatMap(({ name, constant }): [string, Constant][] =>
    constant !== undefined && /\/(kernel|bias)$/.test(name) ? [[name, constant]] : [],
  )
  return Object.fromEntries(weights.map(([name, { shape }]) => [name, shape]))
}

it('names the weights that Keras did not save for layers in a list, and runs nothing without them', () => {
  const cell = (name: string) => layer('SimpleRNNCell', name, { units: 1 })
  const cells = layer('StackedRNNCells', 'stack', { cells: [cell('first'), cell('second')] })
  const config = sequential('m', [input('x', 2, 1), layer('RNN', 'rnn', { cell: cells })])
  const path = 'layers/rnn/cell/cells/simple_rnn_cell/vars'
  const first = { [`${path}/0`]: ascending(1, 1), [`${path}/1`]: ascending(1, 1), [`${path}/2`]: ascending(1) }
  expect(() => kerasModel(fileOf(config, first))).toThrow(
    expect.objectContaining({
      code: 'weight-missing',
      message: expect.stringMatching(/bias of layer "second".*kernel of layer "second"/),
    }),
  )
})
