import { EngineError } from '../../../../base/errors.ts'
import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { refuseTheano } from '../convolution/kernels.ts'
import { asTwoDimensional } from '../convolution/options.ts'
import { add } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import type { Cell, CellRow, WeightSource } from './cell.ts'
import { cellVariables, cellWeights } from './cell-legacy.ts'
import { lstmStates } from './cell-lstm.ts'
import { present } from './cell-simple.ts'

const unknownSize =
  'A convolutional LSTM needs the height, width and depth of its input; the model does not fix all of them.'
const unknownSizeHint = 'Save the model again with an input shape that states them.'

interface Convolution {
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padding: 'SAME' | 'VALID'
}

/** An LSTM whose products are convolutions in 1, 2 or 3 dimensions, channels last. */
export const convLstmCells: readonly CellRow[] = [1, 2, 3].map((rank) => ({
  classes: [`ConvLSTM${rank}DCell`],
  variables: (layer) => cellVariables(layer, ['i', 'c', 'f', 'o']),
  make: (b, layer, source) => convLstm(b, layer, rank, source),
}))

function convLstm(b: GraphBuilder, layer: Layer, rank: number, source: WeightSource): Cell {
  refuseTheano(layer)
  const filters = layer.number(['filters', 'nb_filter'])
  const window = layer.get('nb_row') === undefined ? layer.numbers('kernel_size', rank) : keras1Window(layer)
  const { kernel, recurrent, bias } = cellWeights(layer, source, ['i', 'f', 'c', 'o'], filters, window)
  const ones = Array.from({ length: rank }, () => 1)
  const input: Convolution = {
    strides: layer.numbers(['strides', 'subsample'], rank, ones),
    dilations: layer.numbers('dilation_rate', rank, ones),
    padding: layer.string(['padding', 'border_mode'], 'valid') === 'same' ? 'SAME' : 'VALID',
  }
  const state: Convolution = { strides: ones, dilations: ones, padding: 'SAME' }
  const kernels = [kernel, recurrent].map((weight) =>
    b.constant(rank === 1 ? asTwoDimensional(weight) : weight, 'weight'),
  )
  return {
    weights: [...kernels, ...(bias === null ? [] : [b.constant(bias, 'weight')])],
    states: 2,
    output: 0,
    project: (body, [kernel, , bias], x) => {
      const y = convolve(body, rank, x, present(layer, kernel), input)
      return [bias === undefined ? y : add(body, y, bias)]
    },
    stateShapes: ([shape]) => {
      const dims = [...(shape ?? []).slice(0, -1), filters]
      return [dims, dims]
    },
    step: (body, [, recurrent], [x], [h, c]) => {
      const inner = convolve(body, rank, present(layer, h), present(layer, recurrent), state)
      const sum = add(body, present(layer, x), inner)
      const z = body.ops('Split', [body.int(rank + 1), sum], { num_split: { i: 4 } })
      return lstmStates(body, layer, z, present(layer, c))
    },
  }
}

function keras1Window(layer: Layer): readonly number[] {
  // There, kernels of channels-first layers are stored the other way round.
  if (layer.channelsFirst()) throw layer.error('is a channels-first layer from Keras 1, which is not supported.')
  return [layer.number('nb_row'), layer.number('nb_col')]
}

/** A channels-last convolution with all leading dimensions as batch: `[batch, time, …, in] → [batch, time, …, out]`. */
function convolve(b: GraphBuilder, rank: number, x: Value, kernel: Value, options: Convolution): Value {
  const shape = b.shape(x)
  const channels = b.shape(kernel).at(-2)
  if (shape.at(-1) !== channels)
    throw new EngineError('weight-shape', `Expected a kernel for ${shape.at(-1)} channels, found one for ${channels}.`)
  const batch = shape.slice(0, -rank - 1)
  const inner = shape.slice(-rank - 1)
  const plane = rank === 1 ? [1, ...inner] : inner
  const sizes = plane.filter((dim): dim is number => typeof dim === 'number')
  // Keras requires known sizes here too: states are created before the first step.
  if (sizes.length !== plane.length) throw new EngineError('model-invalid', unknownSize, unknownSizeHint)
  const flat = b.op('Reshape', [x, b.ints([-1, ...sizes])])
  const along = (values: readonly number[]) => ({ list: { i: [1, ...(rank === 1 ? [1] : []), ...values, 1] } })
  const y = b.op(rank === 3 ? 'Conv3D' : 'Conv2D', [flat, kernel], {
    strides: along(options.strides),
    dilations: along(options.dilations),
    padding: { s: options.padding },
    data_format: { s: rank === 3 ? 'NDHWC' : 'NHWC' },
  })
  const out: readonly Dim[] = b.shape(y).slice(rank === 1 ? 2 : 1)
  return b.reshape(y, [...batch, ...out])
}
