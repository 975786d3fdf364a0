import { type Constant, float32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { add, maximum, mul, sub } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { linear } from '../linear.ts'
import { frames } from './frames.ts'

/** Signals `[…, time]` to energies in mel bands: `[…, bands, frames]`. */
export const melRow: LayerRow = {
  classes: ['MelSpectrogram'],
  lower: (call) => {
    const { b, layer, x } = call
    const lead = b.shape(x).slice(0, -1)
    const time = b.shape(x).at(-1) ?? 1
    const signals =
      lead.length === 1 ? x : b.op('Reshape', [x, b.op('Pack', [b.int(-1), b.dim(time)], { axis: { i: 0 } })])
    const length = layer.number('fft_length', 2048)
    const cut = frames(b, b.cast(signals, 'float32'), {
      length,
      step: layer.number('sequence_stride', 512),
      padding: 'reflect',
    })
    const energy = magnitudes(call, cut, length)
    const bands = linear(b, energy, b.constant(melMatrix(layer, Math.floor(length / 2) + 1), 'mel'), null)
    const scaled = layer.bool('power_to_db', true) ? decibels(call, bands) : bands
    const y = b.transpose(scaled, [0, 2, 1])
    return lead.length === 1 ? y : b.reshape(y, [...lead, ...b.shape(y).slice(1)])
  },
}

/** `|FFT(window · frame)| ^ mag_exp` for frequencies up to half the sampling rate. */
function magnitudes({ b, layer }: LayerCall, cut: Value, length: number): Value {
  const y = linear(b, cut, b.constant(fourierMatrix(windowOf(layer, length), length), 'fourier'), null)
  const [real, imaginary] = b.ops('Split', [b.int(-1), y], { num_split: { i: 2 } }) as [Value, Value]
  const power = add(b, b.op('Square', [real]), b.op('Square', [imaginary]))
  const exponent = layer.number('mag_exp', 2)
  if (exponent === 2) return power
  const magnitude = b.op('Sqrt', [power])
  return exponent === 1 ? magnitude : b.op('Pow', [magnitude, b.scalar(exponent)])
}

/** `10·log10(x / ref_power)`, at most `top_db` below the batch's maximum. */
function decibels({ b, layer }: LayerCall, x: Value): Value {
  const least = layer.number('min_power', 1e-10)
  const reference = 10 * Math.log10(Math.max(Math.abs(layer.number('ref_power', 1)), least))
  const level = sub(b, mul(b, b.op('Log', [maximum(b, x, least)]), 10 / Math.LN10), reference)
  const loudest = b.op('Max', [level, b.ints([0, 1, 2])])
  return maximum(b, level, sub(b, loudest, layer.number('top_db', 80)))
}

/** The window centred in a frame; ones if the layer has none. */
function windowOf(layer: Layer, length: number): Float64Array {
  const size = layer.number('sequence_length', length)
  const start = Math.floor((length - size) / 2)
  const given = Object.hasOwn(layer.config, 'window') ? layer.config.window : 'hann'
  const out = new Float64Array(length)
  if (given === null) return out.fill(1)
  if (Array.isArray(given) && given.length === size && given.every((value) => typeof value === 'number')) {
    out.set(given, start)
    return out
  }
  // Periodic, as in `tf.signal`; symmetric for odd lengths.
  const period = size % 2 === 0 ? size : size - 1
  const [a, c] = given === 'hamming' ? [0.54, 0.46] : [0.5, 0.5]
  if (given !== 'hann' && given !== 'hamming') throw layer.invalid('window', `hann, hamming or ${size} numbers`, given)
  for (let i = 0; i < size; i++) out[start + i] = size === 1 ? 1 : a - c * Math.cos((2 * Math.PI * i) / period)
  return out
}

/** `[length, bins | bins]`: windowed cosines and negative sines. */
function fourierMatrix(window: Float64Array, length: number): Constant {
  const bins = Math.floor(length / 2) + 1
  const cosines = Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length))
  const sines = Float64Array.from({ length }, (_, i) => -Math.sin((2 * Math.PI * i) / length))
  const out = new Float32Array(length * bins * 2)
  for (let t = 0; t < length; t++) {
    const weight = window[t] as number
    for (let k = 0; k < bins; k++) {
      const phase = (t * k) % length
      out[t * bins * 2 + k] = weight * (cosines[phase] as number)
      out[t * bins * 2 + bins + k] = weight * (sines[phase] as number)
    }
  }
  return float32(out, [length, bins * 2])
}

/**
 * Triangular filters on the mel scale, `[bins, bands]`; the DC bin has weight 0 (Keras, `linear_to_mel_weight_matrix`).
 */
function melMatrix(layer: Layer, bins: number): Constant {
  const bands = layer.number('num_mel_bins', 128)
  const rate = layer.number('sampling_rate', 16000)
  const low = mel(layer.number('min_freq', 20))
  const high = mel(layer.number('max_freq', Math.floor(rate / 2)))
  const edge = (i: number): number => low + ((high - low) * i) / (bands + 1)
  const out = new Float32Array(bins * bands)
  for (let bin = 1; bin < bins; bin++) {
    const at = mel((rate / 2) * (bin / (bins - 1)))
    for (let band = 0; band < bands; band++) {
      const [lower, centre, upper] = [edge(band), edge(band + 1), edge(band + 2)]
      const height = Math.min((at - lower) / (centre - lower), (upper - at) / (upper - centre))
      out[bin * bands + band] = Math.max(0, height)
    }
  }
  return float32(out, [bins, bands])
}

function mel(hertz: number): number {
  return 1127 * Math.log(1 + hertz / 700)
}
