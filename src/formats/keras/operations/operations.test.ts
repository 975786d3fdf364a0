import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { JsonObject } from '../../shared/json-value.ts'
import type { LayerCall, Lowered } from '../layers/contract.ts'
import { rowOf } from '../layers/index.ts'
import { Layer } from '../layers/layer.ts'
import { KerasTensor, type Nested, tensorsOf } from '../layers/tensor.ts'
import { operationRowOf } from './index.ts'

const shape = [null, 4, 3]

interface Made {
  readonly b: GraphBuilder
  readonly result: Lowered
}

function made(
  layer: Layer,
  args: (x: KerasTensor) => readonly Nested[],
  kwargs: Readonly<Record<string, Nested>> = {},
): Made {
  const b = new GraphBuilder()
  const x = new KerasTensor(b.input('x', 'float32', shape))
  const given = args(x)
  const none = (): never => {
    throw new Error('has no weights')
  }
  const call: LayerCall = {
    b,
    layer,
    args: given,
    kwargs,
    inputs: tensorsOf(given[0]),
    x: x.value,
    weight: none,
    constant: none,
    child: none,
    asset: () => null,
    note: () => {},
  }
  const row = operationRowOf(layer.module, layer.className) ?? rowOf(layer.className)
  if (row === null) throw new Error(`no row for ${layer.className}`)
  return { b, result: row.lower(call) }
}

function operation(className: string, config: JsonObject = {}): Layer {
  const module = 'keras.src.ops.numpy'
  return new Layer(className, module, className.toLowerCase(), config, { major: 3, version: '3.15.1', writer: 'keras' })
}

function lambda(name: string): Layer {
  const config = { name, dtype: 'float32', function: name }
  return new Layer('TFOpLambda', null, name, config, { major: 2, version: '2.15.0', writer: 'keras' })
}

const last = ({ b, result }: Made) => ({
  op: b.build().nodes.get((result as Value).slice(0, -2))?.op,
  shape: b.shape(result as Value),
})

describe('operations of Keras 3', () => {
  it('are distinguished from layers of the same name by their module', () => {
    expect(operationRowOf('keras.layers', 'Add')).toBeNull()
    expect(operationRowOf('keras.src.ops.numpy', 'Add')).not.toBeNull()
    expect(operationRowOf('keras.src.ops.numpy', 'constructor')).toBeNull()
  })

  it('take numbers on either side', () => {
    expect(last(made(operation('Subtract'), (x) => [1, x]))).toEqual({ op: 'Sub', shape: ['x[0]', 4, 3] })
    expect(last(made(operation('TrueDivide'), (x) => [x, 2]))).toEqual({ op: 'RealDiv', shape: ['x[0]', 4, 3] })
  })

  it('read slices as Keras writes them', () => {
    const slice = (start: number | null, stop: number | null): Nested => ({
      class_name: '__slice__',
      config: { start, stop, step: null },
    })
    const key = [slice(null, null), slice(1, null), 0]
    expect(last(made(operation('GetItem'), (x) => [x, key]))).toEqual({ op: 'StridedSlice', shape: ['x[0]', 3] })
    const all = { class_name: '__ellipsis__', config: {} }
    expect(last(made(operation('GetItem'), (x) => [x, [all, null]]))).toEqual({
      op: 'StridedSlice',
      shape: ['x[0]', 4, 3, 1],
    })
  })

  it('name an axis that the tensor lacks', () => {
    expect(() => made(operation('Sum', { axis: 5 }), (x) => [x])).toThrow(/axis 5 of a tensor of rank 3/)
  })
})

describe('TensorFlow functions that Keras 2 recorded', () => {
  it('map to an operation', () => {
    expect(last(made(lambda('__operators__.add'), (x) => [x], { y: 1, name: null })).op).toBe('AddV2')
    expect(last(made(lambda('math.reduce_mean'), (x) => [x], { axis: [1], keepdims: true }))).toEqual({
      op: 'Mean',
      shape: ['x[0]', 1, 3],
    })
    expect(last(made(lambda('nn.softmax'), (x) => [x])).op).toBe('Softmax')
  })

  it('are refused by name if unknown', () => {
    expect(() => made(lambda('linalg.cholesky'), (x) => [x])).toThrow(/"linalg.cholesky", which is not supported/)
  })
})
