import { type Constant, float32, reshaped } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { add, maximum, mul } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { linear } from '../linear.ts'
import { sideBySide } from '../rnn/cell.ts'
import { trainable } from '../variables.ts'
import { frames } from './frames.ts'

/** Keras's `epsilon`. */
const tiny = 1e-7

/** Short-time Fourier transform: products of every frame with the stored cosines and sines. */
export const stftRow: LayerRow = {
  classes: ['STFTSpectrogram'],
  variables: (layer) => trainable(...partsOf(layer)),
  lower: (call) => {
    const { b, layer } = call
    const first = layer.channelsFirst()
    const x = b.cast(first ? call.x : b.transpose(call.x, [0, 2, 1]), 'float32')
    const [batch = 1, channels = 1, time = 1] = b.shape(x)
    const signals =
      channels === 1
        ? b.reshape(x, [batch, time])
        : b.op('Reshape', [x, b.op('Pack', [b.int(-1), b.dim(time)], { axis: { i: 0 } })])
    const length = layer.number('frame_length')
    const cut = frames(b, signals, {
      length,
      step: layer.number('frame_step', Math.floor(length / 2)),
      padding: layer.string('padding', 'valid') === 'same' ? 'same' : 'valid',
    })
    const kernels = partsOf(layer).map((name) => asMatrix(call.constant(name, kernelShape(layer))))
    const spectrum = spectrumOf(call, linear(b, cut, b.constant(sideBySide(kernels), 'kernel'), null))
    const [count = 1, bins = 1] = b.shape(spectrum).slice(1)
    const y =
      channels === 1 ? b.op('ExpandDims', [spectrum, b.int(1)]) : b.reshape(spectrum, [batch, channels, count, bins])
    return arranged(call, y, first)
  },
}

function partsOf(layer: Layer): readonly string[] {
  const mode = layer.string('mode', 'log')
  return [...(mode === 'imag' ? [] : ['real_kernel']), ...(mode === 'real' ? [] : ['imag_kernel'])]
}

function kernelShape(layer: Layer): readonly number[] {
  const length = layer.number('frame_length')
  const fft = layer.number('fft_length', 2 ** Math.ceil(Math.log2(length)))
  return [length, 1, Math.floor(fft / 2) + 1]
}

/** `[length, 1, bins] → [length, bins]`. */
function asMatrix(kernel: Constant): Constant {
  const [length = 0, , bins = 0] = kernel.shape
  return reshaped(kernel, [length, bins])
}

/** `[…, real | imaginary] → […, bins]`, depending on the mode. */
function spectrumOf({ b, layer }: LayerCall, y: Value): Value {
  const mode = layer.string('mode', 'log')
  if (mode === 'real' || mode === 'imag' || mode === 'stft') return y
  const [real, imaginary] = b.ops('Split', [b.int(-1), y], { num_split: { i: 2 } }) as [Value, Value]
  if (mode === 'angle') return b.op('Atan2', [imaginary, real])
  const power = add(b, b.op('Square', [real]), b.op('Square', [imaginary]))
  if (mode === 'psd') {
    // All bins except the first and last represent two frequencies.
    const bins = b.shape(power).at(-1) as number
    const counts = Array.from({ length: bins }, (_, i) => (i === 0 || i === bins - 1 ? 1 : 2))
    return mul(b, power, b.constant(float32(counts)))
  }
  const magnitude = b.op('Sqrt', [maximum(b, power, tiny)])
  if (mode === 'magnitude') return magnitude
  if (mode === 'log') return b.op('Log', [maximum(b, magnitude, tiny)])
  throw layer.invalid('mode', 'log, magnitude, psd, real, imag, angle or stft', mode)
}

/** Arranges `[batch, channels, frames, bins]` as the options ask. */
function arranged({ b, layer }: LayerCall, y: Value, first: boolean): Value {
  const expanded = layer.bool('expand_dims', false)
  if (expanded) return first ? y : b.transpose(y, [0, 2, 3, 1])
  const flat = b.transpose(y, first ? [0, 1, 3, 2] : [0, 2, 1, 3])
  const [batch = 1, second = 1, third = 1, last = 1] = b.shape(flat)
  return first
    ? b.reshape(flat, [batch, (second as number) * (third as number), last])
    : b.reshape(flat, [batch, second, (third as number) * (last as number)])
}
