import { float32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { scalingKernels } from '../image/resize.ts'
import type { Layer } from '../layer.ts'
import { spatialInput } from '../spatial.ts'

const upSampling1D: LayerRow = {
  classes: ['UpSampling1D'],
  lower: (call) => repeated(call, call.x, 1, call.layer.number(['size', 'length'], 2)),
}

const upSampling2D: LayerRow = {
  classes: ['UpSampling2D'],
  lower: (call) => {
    const input = spatialInput(call, 2)
    const factors = call.layer.numbers('size', 2, [2, 2])
    return input.restore(resized(call, input.x, factors))
  },
}

const upSampling3D: LayerRow = {
  classes: ['UpSampling3D'],
  lower: (call) => {
    const input = spatialInput(call, 3)
    const factors = call.layer.numbers('size', 3, [2, 2, 2])
    return input.restore(factors.reduce((x, factor, i) => repeated(call, x, i + 1, factor), input.x))
  },
}

/** Repeats every element along the axis `times` times. */
function repeated({ b }: LayerCall, x: Value, axis: number, times: number): Value {
  if (times === 1) return x
  const shape = b.shape(x)
  const wide = b.op('ExpandDims', [x, b.int(axis + 1)])
  const tiled = b.op('Tile', [wide, b.ints([...shape, 1].map((_, i) => (i === axis + 1 ? times : 1)))])
  const dims = shape.map((dim, i) => (i !== axis ? dim : typeof dim === 'number' ? dim * times : -1))
  return dims.includes(-1) ? b.op('Reshape', [tiled, b.dims(dims)]) : b.reshape(tiled, dims)
}

function resized(call: LayerCall, x: Value, factors: readonly number[]): Value {
  const { b, layer } = call
  const method = layer.string('interpolation', 'nearest').toLowerCase()
  const size = sizeOf(call, x, factors)
  const attributes = { align_corners: { b: false }, half_pixel_centers: { b: pixelCentres(layer, method) } }
  if (method === 'nearest') return b.op('ResizeNearestNeighbor', [x, size], attributes)
  if (method === 'bilinear') return b.op('ResizeBilinear', [x, size], attributes)
  if (method === 'bicubic') return b.op('ResizeBicubic', [x, size], attributes)
  if (method === 'area') return b.op('ResizeArea', [x, size], { align_corners: { b: false } })
  const kernel = Object.hasOwn(scalingKernels, method) ? scalingKernels[method] : undefined
  if (kernel === undefined) throw layer.invalid('interpolation', 'a Keras interpolation mode', method)
  return b.op('ScaleAndTranslate', [x, size, b.constant(float32(factors)), b.constant(float32([0, 0]))], {
    kernel_type: { s: kernel },
    antialias: { b: false },
  })
}

/** Both conventions agree for nearest; half-pixel centres avoid rounding errors. */
function pixelCentres({ dialect }: Layer, method: string): boolean {
  if (method === 'nearest') return true
  // TensorFlow.js and the Keras in TensorFlow 1 align corners.
  const corners = dialect.writer === 'tfjs' || dialect.major === 1 || /^2\.[0-2]\.\d+$/.test(dialect.version)
  return !corners
}

function sizeOf({ b }: LayerCall, x: Value, factors: readonly number[]): Value {
  const dims = b.shape(x).slice(1, 3)
  const known = dims.every((dim): dim is number => typeof dim === 'number')
  if (known) return b.ints((dims as readonly number[]).map((dim, i) => dim * (factors[i] ?? 1)))
  return b.op('Mul', [b.dims(dims), b.ints(factors)])
}

export const upsamplingRows: readonly LayerRow[] = [upSampling1D, upSampling2D, upSampling3D]
