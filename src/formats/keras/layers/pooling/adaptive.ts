import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { layoutAttribute, spatialInput, windowAttribute } from '../spatial.ts'

/** Pools each axis in turn into a given number of windows, as Keras does. */
function adaptive(classes: readonly string[], op: 'AvgPool' | 'MaxPool', rank: 1 | 2 | 3): LayerRow {
  return {
    classes,
    lower: (call) => {
      const input = spatialInput(call, rank)
      const target = call.layer.numbers('output_size', rank)
      const sizes = input.one ? [1, ...target] : target
      return input.restore(sizes.reduce((x, size, i) => alongAxis(call, x, op, i + 1, size), input.x))
    },
  }
}

function alongAxis({ b, layer }: LayerCall, x: Value, op: string, axis: number, target: number): Value {
  const size = b.shape(x)[axis]
  if (typeof size !== 'number') throw layer.error('pools over an axis whose size must be known.')
  if (size === target) return x
  const spatial = b.rank(x) - 2
  const pool = (window: number, stride: number) =>
    b.op(spatial === 3 ? `${op}3D` : op, [x], {
      ksize: windowAttribute(along(spatial, axis, window)),
      strides: windowAttribute(along(spatial, axis, stride)),
      padding: { s: 'VALID' },
      data_format: layoutAttribute(spatial === 3 ? 3 : 2),
    })
  if (size % target === 0) return pool(size / target, size / target)
  const windows = windowsOf(size, target)
  const small = Math.ceil(size / target)
  const some = windows.some((window) => window.length > small)
  const places = size - small + 1
  const pooled = some
    ? b.op('ConcatV2', [pool(small, 1), pool(small + 1, 1), b.int(axis)], { N: { i: 2 } })
    : pool(small, 1)
  const from = windows.map(({ start, length }) => (length > small ? places + start : start))
  return b.op('GatherV2', [pooled, b.ints(from), b.int(axis)], { batch_dims: { i: 0 } })
}

/** Keras computes the edges in float32. */
function windowsOf(size: number, target: number): readonly { readonly start: number; readonly length: number }[] {
  const edge = (i: number) => Math.fround(Math.fround(i * size) / target)
  return Array.from({ length: target }, (_, i) => {
    const start = Math.min(Math.floor(edge(i)), size - 1)
    return { start, length: Math.min(Math.ceil(edge(i + 1)), size) - start }
  })
}

function along(spatial: number, axis: number, value: number): readonly number[] {
  return Array.from({ length: spatial }, (_, i) => (i + 1 === axis ? value : 1))
}

export const adaptivePoolingRows: readonly LayerRow[] = [
  adaptive(['AdaptiveAveragePooling1D'], 'AvgPool', 1),
  adaptive(['AdaptiveAveragePooling2D'], 'AvgPool', 2),
  adaptive(['AdaptiveAveragePooling3D'], 'AvgPool', 3),
  adaptive(['AdaptiveMaxPooling1D'], 'MaxPool', 1),
  adaptive(['AdaptiveMaxPooling2D'], 'MaxPool', 2),
  adaptive(['AdaptiveMaxPooling3D'], 'MaxPool', 3),
]
