import type { DType, Shape, TensorSpec } from '../../base/tensor.ts'

/** How an input's shape is interpreted as a sound. */
export type SoundTarget = WaveformTarget | SpectrumTarget

interface Target {
  /** Windows that fit into one run; `null`: any number. */
  readonly batch: number | null
  /** Whether the shape has a dimension for windows. */
  readonly hasBatch: boolean
  /** The shape of a tensor with this many windows, each of so many samples or frames. */
  shapeOf(windows: number, length: number): readonly number[]
}

export interface WaveformTarget extends Target {
  readonly kind: 'waveform'
  /** Samples per window; `null`: any number. */
  readonly length: number | null
  readonly channels: number
  /** Whether the samples of one channel follow each other; otherwise those of one moment do. */
  readonly isPlanar: boolean
}

export interface SpectrumTarget extends Target {
  readonly kind: 'spectrum'
  readonly frames: number | null
  readonly bins: number
  /** Whether the frames of one frequency follow each other: `[b, bins, frames]`. */
  readonly isTransposed: boolean
}

/** Fewer numbers than this are features of something else. */
const fewestSamples = 128
/** More channels than stereo are not fed from a file. */
const isChannels = (dim: number | null | undefined): dim is number => dim === 1 || dim === 2
const isLength = (dim: number | null | undefined): boolean => dim === null || (dim ?? 0) >= fewestSamples
const fed: readonly DType[] = ['float32', 'int32']

/**
 * Interprets a shape as a sound: samples `[n]`, `[b, n]`, `[n, c]`, `[b, n, c]`, `[b, c, n]`, or a spectrogram of
 * `[b, frames, bins]`, `[b, frames, bins, 1]`, with bins and frames swapped if there are many more of the latter.
 * `null` for other shapes.
 */
export function soundTarget({ shape, dtype }: TensorSpec, dims: Readonly<Record<number, number>>): SoundTarget | null {
  if (!fed.includes(dtype)) return null
  if (shape === null) return waveform({ batch: 1, length: null }, (w, n) => [w, n])
  const sizes = shape.map((dim, axis) => dim ?? dims[axis] ?? null)
  return ofWaveform(sizes) ?? ofSpectrum(sizes)
}

/** Whether a sound can feed an input whose free dimensions are not set. */
export function takesSounds(spec: TensorSpec): boolean {
  return soundTarget(spec, {}) !== null
}

function ofWaveform(shape: Shape): WaveformTarget | null {
  const [a = null, b = null, c = null] = shape
  if (shape.length === 1) return isLength(a) ? waveform({ length: a }, (_, n) => [n]) : null
  if (shape.length === 2) {
    if (isChannels(b) && isLength(a)) return waveform({ length: a, channels: b }, (_, n) => [n, b])
    return isLength(b) ? waveform({ batch: a, length: b }, (w, n) => [w, n]) : null
  }
  if (shape.length !== 3) return null
  if (isChannels(c) && isLength(b)) return waveform({ batch: a, length: b, channels: c }, (w, n) => [w, n, c])
  if (isChannels(b) && isLength(c)) return waveform({ batch: a, length: c, channels: b }, (w, n) => [w, b, n])
  return null
}

interface Waveform {
  readonly length: number | null
  readonly channels?: number
  /** Omitted: there is no dimension for windows. */
  readonly batch?: number | null
}

function waveform({ length, channels = 1, batch }: Waveform, shapeOf: Target['shapeOf']): WaveformTarget {
  const isPlanar = channels === 2 && shapeOf(1, 0).at(-1) === 0
  const hasBatch = batch !== undefined
  return { kind: 'waveform', batch: batch ?? (hasBatch ? null : 1), hasBatch, length, channels, isPlanar, shapeOf }
}

function ofSpectrum(shape: Shape): SpectrumTarget | null {
  const [batch = null, b = null, c = null, d = 1] = shape
  if ((shape.length !== 3 && shape.length !== 4) || d !== 1) return null
  const tail = shape.length === 4 ? [1] : []
  if (b === c) return null
  // Frequencies are few powers of two or their sums; time is the longer or the free side.
  const isTransposed = b !== null && (c === null || isBins(b)) && !(c !== null && isBins(c) && c >= b)
  const [bins, frames] = isTransposed ? [b, c] : [c, b]
  if (bins === null || bins < fewestBins) return null
  const shapeOf = (w: number, n: number) => (isTransposed ? [w, bins, n, ...tail] : [w, n, bins, ...tail])
  return { kind: 'spectrum', batch, hasBatch: true, frames, bins, isTransposed, shapeOf }
}

const fewestBins = 13

/** Common numbers of mel bands. */
const isBins = (dim: number): boolean => [32, 40, 64, 80, 128].includes(dim)
