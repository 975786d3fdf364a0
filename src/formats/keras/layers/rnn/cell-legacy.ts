import { type Constant, derived } from '../../../../graph/constant.ts'
import type { Variable } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { trainable } from '../variables.ts'
import { sideBySide, type WeightSource } from './cell.ts'

/** A cell's three weights, in the layout of Keras 2 and 3. `bias` is `null` if there is none. */
export interface CellWeights {
  readonly kernel: Constant
  readonly recurrent: Constant
  readonly bias: Constant | null
}

/** Keras 1 stored one weight per gate, except with `consume_less="gpu"`: `W_i`, `U_i`, `b_i`, then the next gate. */
function isPerGate(layer: Layer): boolean {
  return layer.dialect.major === 1 && layer.get('consume_less') !== 'gpu'
}

export function cellVariables(layer: Layer, keras1Order: readonly string[]): readonly Variable[] {
  if (isPerGate(layer)) return trainable(...keras1Order.flatMap((gate) => [`W_${gate}`, `U_${gate}`, `b_${gate}`]))
  const names = ['kernel', 'recurrent_kernel']
  return trainable(...(layer.bool('use_bias', true) ? [...names, 'bias'] : names))
}

/**
 * Reads the weights in the gate order used since Keras 2. `window` is the kernel size if the products are convolutions.
 * Raises `weight-missing`, `weight-shape`.
 */
export function cellWeights(
  layer: Layer,
  source: WeightSource,
  gates: readonly string[],
  units: number,
  window: readonly number[] = [],
): CellWeights {
  if (isPerGate(layer)) {
    const all = (letter: string, lead: (first: Constant) => readonly number[]): Constant => {
      const shape = [...lead(source.constant(`${letter}_${gates[0]}`)), units]
      return sideBySide(gates.map((gate) => source.constant(`${letter}_${gate}`, shape)))
    }
    return {
      kernel: all('W', inputsOf(window)),
      recurrent: all('U', () => [...window, units]),
      bias: all('b', () => []),
    }
  }
  const width = gates.length * units
  const kernel = source.constant('kernel')
  return {
    kernel: source.constant('kernel', [...inputsOf(window)(kernel), width]),
    recurrent: source.constant('recurrent_kernel', [...window, units, width]),
    bias: layer.bool('use_bias', true) ? biasOf(source, width) : null,
  }
}

/** Only the kernel's shape tells the number of inputs. */
function inputsOf(window: readonly number[]): (kernel: Constant) => readonly number[] {
  return (kernel) => [...window, kernel.shape[window.length] ?? 0]
}

/** A GRU may have separate biases for its inputs and its state. */
function biasOf(source: WeightSource, width: number): Constant {
  const { shape } = source.constant('bias')
  return source.constant('bias', shape.length === 2 ? [2, width] : [width])
}

/** The width of a cell's state. */
export function unitsOf(layer: Layer): number {
  return layer.number(['units', 'output_dim'])
}

/**
 * A weight of `CuDNNLSTM` or `CuDNNGRU`: each gate's block holds the transposed matrix, so element (i, u) of a gate
 * `[in, units]` is at `u · in + i` of its block (Keras 2, `_convert_rnn_weights`).
 */
export function fromCudnn(weight: Constant, gates: number): Constant {
  const [size = 0, width = 0] = weight.shape
  const units = width / gates
  return derived([weight], 'float32', [size, width], (data) => {
    const source = data as Float32Array
    const out = new Float32Array(source.length)
    for (let gate = 0; gate < gates; gate++)
      for (let i = 0; i < size; i++)
        for (let u = 0; u < units; u++) {
          const flat = u * size + i
          const row = Math.floor(flat / units)
          out[i * width + gate * units + u] = source[row * width + gate * units + (flat % units)] as number
        }
    return out
  })
}
