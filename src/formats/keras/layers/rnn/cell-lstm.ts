import type { GraphBuilder } from '../../../../graph/builder.ts'
import { derived } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { add, mul } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { linear } from '../linear.ts'
import { activation, type Cell, type CellRow, recurrentActivation } from './cell.ts'
import { type CellWeights, cellVariables, cellWeights, fromCudnn, unitsOf } from './cell-legacy.ts'
import { present } from './cell-simple.ts'

const gates = ['i', 'f', 'c', 'o']

/** Gates i, f, c, o side by side: `c' = f·c + i·tanh(z_c)`, `h' = o·tanh(c')`. */
export const lstmCell: CellRow = {
  classes: ['LSTMCell'],
  variables: (layer) => cellVariables(layer, ['i', 'c', 'f', 'o']),
  make: (b, layer, source) => lstm(b, layer, cellWeights(layer, source, gates, unitsOf(layer))),
}

/** The Keras 2 LSTM for cuDNN: transposed weights, with separate biases for inputs and state. */
export const cudnnLstmCell: CellRow = {
  classes: ['CuDNNLSTMCell'],
  variables: (layer) => cellVariables(layer, []),
  make: (b, layer, source) => {
    const width = 4 * unitsOf(layer)
    const bias = source.constant('bias', [2 * width])
    return lstm(b, layer, {
      kernel: fromCudnn(source.constant('kernel'), 4),
      recurrent: fromCudnn(source.constant('recurrent_kernel', [width / 4, width]), 4),
      bias: derived([bias], 'float32', [width], (data) =>
        Float32Array.from({ length: width }, (_, i) => (data[i] as number) + (data[i + width] as number)),
      ),
    })
  },
}

function lstm(b: GraphBuilder, layer: Layer, { kernel, recurrent, bias }: CellWeights): Cell {
  const units = unitsOf(layer)
  const weights = [kernel, recurrent, ...(bias === null ? [] : [bias])]
  return {
    weights: weights.map((weight) => b.constant(weight, 'weight')),
    states: 2,
    output: 0,
    project: (body, [kernel, , bias], x) => [linear(body, x, present(layer, kernel), bias ?? null)],
    stateShapes: () => [[units], [units]],
    step: (body, [, recurrent], [x], [h, c]) => {
      const inner = body.op('MatMul', [present(layer, h), present(layer, recurrent)])
      const z = body.ops('Split', [body.int(1), add(body, present(layer, x), inner)], { num_split: { i: 4 } })
      return lstmStates(body, layer, z, present(layer, c))
    },
  }
}

/** The new states h and c, from the four gates before activation. */
export function lstmStates(b: GraphBuilder, layer: Layer, z: readonly Value[], c: Value): readonly [Value, Value] {
  const [zi, zf, zc, zo] = z.map((gate) => present(layer, gate)) as [Value, Value, Value, Value]
  const kept = mul(b, recurrentActivation(b, zf, layer), c)
  const candidate = mul(b, recurrentActivation(b, zi, layer), activation(b, zc, layer))
  const next = add(b, kept, candidate)
  return [mul(b, recurrentActivation(b, zo, layer), activation(b, next, layer)), next]
}
