import type { GraphBuilder } from '../../../../graph/builder.ts'
import { type Constant, derived, reshaped } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { add, mul, sub } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { linear } from '../linear.ts'
import { activation, type Cell, type CellRow, columns, recurrentActivation } from './cell.ts'
import { type CellWeights, cellVariables, cellWeights, fromCudnn, unitsOf } from './cell-legacy.ts'
import { present } from './cell-simple.ts'

const gates = ['z', 'r', 'h']

/** Gates z, r, h side by side: `h' = z·h + (1 − z)·tanh(…)`. */
export const gruCell: CellRow = {
  classes: ['GRUCell'],
  variables: (layer) => cellVariables(layer, gates),
  make: (b, layer, source) => {
    const weights = cellWeights(layer, source, gates, unitsOf(layer))
    // The default changed in Keras 3; two rows of biases settle it.
    const resetAfter = weights.bias?.shape.length === 2 || layer.bool('reset_after', layer.dialect.major === 3)
    return gru(b, layer, weights, resetAfter)
  },
}

/** The Keras 2 GRU for cuDNN: transposed weights, both biases in one row. */
export const cudnnGruCell: CellRow = {
  classes: ['CuDNNGRUCell'],
  variables: (layer) => cellVariables(layer, []),
  make: (b, layer, source) => {
    const width = 3 * unitsOf(layer)
    const bias = source.constant('bias', [2 * width])
    const weights: CellWeights = {
      kernel: fromCudnn(source.constant('kernel'), 3),
      recurrent: fromCudnn(source.constant('recurrent_kernel', [width / 3, width]), 3),
      bias: reshaped(bias, [2, width]),
    }
    return gru(b, layer, weights, true)
  },
}

function gru(b: GraphBuilder, layer: Layer, weights: CellWeights, resetAfter: boolean): Cell {
  const { kernel, recurrent, bias } = weights
  const units = unitsOf(layer)
  const gatesOf = (weight: Constant): Value => b.constant(columns(weight, 0, 2 * units), 'weight')
  const candidateOf = (weight: Constant): Value => b.constant(columns(weight, 2 * units, 3 * units), 'weight')
  const biases: Value[] = []
  if (bias !== null) {
    // `reset_after` has two rows, [input; recurrent]; those of gates z and r are only ever summed.
    const rows = bias.shape.length === 2 ? [row(bias, 0), row(bias, 1)] : [bias]
    biases.push(gatesOf(rows.length === 2 ? sum(rows as [Constant, Constant]) : (rows[0] as Constant)))
    biases.push(candidateOf(rows[0] as Constant))
    if (rows[1] !== undefined) biases.push(candidateOf(rows[1]))
  }
  return {
    weights: [gatesOf(kernel), candidateOf(kernel), gatesOf(recurrent), candidateOf(recurrent), ...biases],
    states: 1,
    output: 0,
    project: (body, [kernelGates, kernelCandidate, , , biasGates, biasCandidate], x) => [
      linear(body, x, present(layer, kernelGates), biasGates ?? null),
      linear(body, x, present(layer, kernelCandidate), biasCandidate ?? null),
    ],
    stateShapes: () => [[units]],
    step: (body, [, , recurrentGates, recurrentCandidate, , , recurrentBias], [xGates, xCandidate], [h]) => {
      const state = present(layer, h)
      const inner = linear(body, state, present(layer, recurrentGates), null)
      const [z, r] = body
        .ops('Split', [body.int(1), add(body, present(layer, xGates), inner)], { num_split: { i: 2 } })
        .map((gate) => recurrentActivation(body, gate, layer)) as [Value, Value]
      const U = present(layer, recurrentCandidate)
      const past = resetAfter
        ? mul(body, r, linear(body, state, U, recurrentBias ?? null))
        : linear(body, mul(body, r, state), U, null)
      const candidate = activation(body, add(body, present(layer, xCandidate), past), layer)
      return [add(body, candidate, mul(body, z, sub(body, state, candidate)))]
    },
  }
}

function row(matrix: Constant, index: number): Constant {
  const width = matrix.shape[1] ?? 0
  return derived([matrix], 'float32', [width], (data) =>
    (data as Float32Array<ArrayBuffer>).slice(index * width, (index + 1) * width),
  )
}

function sum([x, y]: readonly [Constant, Constant]): Constant {
  return derived([x, y], 'float32', x.shape, (p, q) =>
    Float32Array.from(p as Float32Array, (value, i) => value + (q[i] as number)),
  )
}
