import { expect, it } from 'vitest'
import type { TensorValue } from '../../../base/tensor.ts'
import { run } from '../layers/fixtures/sequences/case.ts'
import { PythonFloat } from '../layers/tensor.ts'
import { fileOf, functional, input, legacyFileOf } from '../model/fixtures/file.ts'
import { kerasModel } from '../model/index.ts'

const tensor = (dtype: 'float32' | 'int32', shape: readonly number[], values: readonly number[]): TensorValue => ({
  dtype,
  shape,
  data: dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values),
})
const x = { class_name: '__keras_tensor__', config: { keras_history: ['x', 0, 0] } }
const inputOf = (dtype: string, ...shape: readonly (number | null)[]) => {
  const entry = input('x', ...shape) as { readonly config: object }
  return { ...entry, config: { ...entry.config, dtype } }
}

/** TensorFlow.js scatters updates into the buffer it is given. */
const copyOf = (value: TensorValue): TensorValue => ({ ...value, data: value.data.slice() }) as TensorValue

/** The outputs of one Keras 3 operation on an input `x` whose first axis is the batch. */
async function outputsOf(
  className: string,
  args: readonly unknown[],
  config: object,
  given: TensorValue,
  outputs: unknown = ['op', 0, 0],
): Promise<readonly TensorValue[]> {
  const op = {
    module: 'keras.src.ops.numpy',
    class_name: className,
    name: 'op',
    config: { name: 'op', ...config },
    inbound_nodes: [{ args, kwargs: {} }],
  }
  const layers = [inputOf(given.dtype, ...given.shape.slice(1)), op]
  const { graph } = await kerasModel(fileOf(functional('m', layers, ['x', 0, 0], outputs))).toGraph()
  return run(graph, { x: copyOf(given) })
}

const whole = tensor('int32', [1, 3], [1, -2, 3])
const real = tensor('float32', [1, 3], [1, 4, 9])
const matrix = tensor('float32', [2, 2], [1, 2, 3, 4])

it.each<[string, readonly unknown[], object, TensorValue, readonly number[]]>([
  ['Diff', [x], { n: 1, axis: -1 }, real, [3, 5]],
  ['Diff', [x], { n: 2, axis: -1 }, real, [2]],
  ['Trapezoid', [x], { dx: 2 }, real, [18]],
  ['Cross', [x, [[2, 0, 1]]], {}, whole, [-2, 5, 4]],
  ['Vecdot', [x, x], {}, matrix, [5, 25]],
  ['Select', [[x], [x], 7], {}, tensor('int32', [1, 2], [0, 5]), [7, 5]],
  ['Isclose', [x, [[1, 4.5, 9]]], {}, real, [1, 0, 1]],
  ['Isin', [x, [3, 1]], {}, whole, [1, 0, 1]],
  ['Searchsorted', [[1, 4, 9], x], { side: 'right' }, real, [1, 2, 3]],
  ['InTopK', [[1], x], { k: 1 }, real, [0]],
  ['BitwiseNot', [x], {}, whole, [-2, 1, -4]],
  ['BitwiseLeftShift', [x, 2], {}, whole, [4, -8, 12]],
  ['BitwiseRightShift', [x, 1], {}, whole, [0, -1, 1]],
  ['Ldexp', [x, 2], {}, real, [4, 16, 36]],
  ['ScatterUpdate', [x, [[0, 1]], [5]], {}, real, [1, 5, 9]],
  ['SegmentSum', [x, [1]], { num_segments: 2 }, real, [0, 0, 0, 1, 4, 9]],
  ['Nanvar', [x], { axis: -1 }, tensor('float32', [1, 3], [1, Number.NaN, 3]), [1]],
  ['Angle', [x], {}, tensor('float32', [1, 2], [-1, 1]), [Math.fround(Math.PI), 0]],
  ['Quantile', [x, new PythonFloat(1)], { axis: 1 }, real, [9]],
  [
    'CropImages',
    [x],
    { top_cropping: 0, left_cropping: 1, target_height: 1, target_width: 1 },
    tensor('float32', [1, 2, 2, 1], [1, 2, 3, 4]),
    [2],
  ],
  [
    'PadImages',
    [x],
    { top_padding: 1, bottom_padding: 0, left_padding: 0, right_padding: 1 },
    tensor('float32', [1, 1, 1, 1], [5]),
    [0, 0, 5, 0],
  ],
])('%s(%j) with %j matches NumPy', async (className, args, config, given, expected) => {
  const [output] = await outputsOf(className, args, config, given)
  expect([...(output?.data ?? [])].map(Number)).toEqual(expected)
})

it('returns several outputs', async () => {
  const outputs = [
    ['op', 0, 0],
    ['op', 0, 1],
  ]
  const places = await outputsOf('Nonzero', [x], {}, tensor('int32', [1, 3], [4, 0, 5]), outputs)
  expect(places.map(({ data }) => [...data])).toEqual([
    [0, 0],
    [0, 2],
  ])
})

it('recognises an integer that Python wrote as a float', async () => {
  const dtypes = async (by: unknown) => (await outputsOf('Multiply', [x, by], {}, whole)).map(({ dtype }) => dtype)
  expect(await dtypes(2)).toEqual(['int32'])
  expect(await dtypes(new PythonFloat(2))).toEqual(['float32'])
  expect(await dtypes([[1, 2, new PythonFloat(3)]])).toEqual(['float32'])
  const [stacked] = await outputsOf('Stack', [[x, x]], { axis: -1 }, whole)
  expect(stacked?.dtype).toBe('int32')
})

/** A layer as Keras 2.4 to 2.15 records a TensorFlow call: its single argument is not in a list. */
const lambda = (name: string, node: readonly unknown[], className = 'TFOpLambda') => ({
  class_name: className,
  config: { name: 'f', trainable: true, dtype: 'float32', function: name },
  name: 'f',
  inbound_nodes: [node],
})

const named = { name: null }
it.each<[string, readonly unknown[], TensorValue, readonly number[]]>([
  ['math.multiply', ['x', 0, 0, { y: 2, ...named }], real, [2, 8, 18]],
  ['math.subtract', ['_CONSTANT_VALUE', -1, 10, { y: ['x', 0, 0], ...named }], real, [9, 6, 1]],
  ['math.add', ['_CONSTANT_VALUE', -1, [1, 2, 3], { y: ['x', 0, 0], ...named }], real, [2, 6, 12]],
  ['math.truediv', ['x', 0, 0, { y: 2, ...named }], whole, [0.5, -1, 1.5]],
  ['math.reduce_mean', ['x', 0, 0, { axis: 1, keepdims: true }], tensor('float32', [1, 2], [1, 4]), [2.5]],
  ['clip_by_value', ['x', 0, 0, { clip_value_min: 2, clip_value_max: 5 }], real, [2, 4, 5]],
  ['expand_dims', ['x', 0, 0, { axis: -1 }], real, [1, 4, 9]],
  ['cast', ['x', 0, 0, { dtype: 'int32' }], tensor('float32', [1, 2], [1.7, -1.7]), [1, -1]],
  ['nn.relu', ['x', 0, 0, named], whole, [1, 0, 3]],
  ['math.pow', ['x', 0, 0, { y: 0.5, ...named }], real, [1, 2, 3]],
  ['math.l2_normalize', ['x', 0, 0, { axis: -1 }], tensor('float32', [1, 2], [0, 2]), [0, 1]],
])('computes tf.%s as Keras 2 recorded it, %j', async (name, node, given, expected) => {
  const layers = [inputOf(given.dtype, ...given.shape.slice(1)), lambda(name, node)]
  const { graph } = await kerasModel(legacyFileOf(functional('m', layers, [['x', 0, 0]], [['f', 0, 0]]), {})).toGraph()
  const [output] = await run(graph, { x: copyOf(given) })
  expect([...(output?.data ?? [])].map(Number)).toEqual(expected)
})

it('joins several tensors given as a list', async () => {
  const node = [
    ['x', 0, 0, { axis: -1 }],
    ['x', 0, 0, { axis: -1 }],
  ]
  const layers = [input('x', 1), lambda('concat', node)]
  const { graph } = await kerasModel(legacyFileOf(functional('m', layers, [['x', 0, 0]], [['f', 0, 0]]), {})).toGraph()
  const [output] = await run(graph, { x: tensor('float32', [1, 1], [3]) })
  expect([...(output?.data ?? [])]).toEqual([3, 3])
})

it.each([
  [
    'slices in dicts',
    [
      { start: null, stop: null, step: null },
      { start: 1, stop: null, step: null },
    ],
    [4, 9],
  ],
  ['a tuple', { class_name: '__tuple__', items: [{ class_name: '__ellipsis__' }, 0] }, [1]],
])('reads a SlicingOpLambda with %s', async (_what, spec, expected) => {
  const layers = [input('x', 3), lambda('__operators__.getitem', ['x', 0, 0, { slice_spec: spec }], 'SlicingOpLambda')]
  const { graph } = await kerasModel(legacyFileOf(functional('m', layers, [['x', 0, 0]], [['f', 0, 0]]), {})).toGraph()
  const [output] = await run(graph, { x: copyOf(real) })
  expect([...(output?.data ?? [])]).toEqual(expected)
})

it('runs the node in a TensorFlowOpLayer, whose name in references has a prefix', async () => {
  const node = {
    class_name: 'TensorFlowOpLayer',
    config: {
      name: 'mul',
      trainable: true,
      dtype: 'float32',
      node_def: { name: 'mul', op: 'Mul', input: ['x', 'mul/y'], attr: { T: { type: 'DT_FLOAT' } } },
      constants: { 1: 2 },
    },
    name: 'tf_op_layer_mul',
    inbound_nodes: [[['x', 0, 0, {}]]],
  }
  const model = functional('m', [input('x', 3), node], [['x', 0, 0]], [['tf_op_layer_mul', 0, 0]])
  const { graph } = await kerasModel(legacyFileOf(model, {})).toGraph()
  const [output] = await run(graph, { x: copyOf(real) })
  expect([...(output?.data ?? [])]).toEqual([2, 8, 18])
})
