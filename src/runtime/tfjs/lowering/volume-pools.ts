import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import { layoutOf, perSpatialAxis } from '../../../graph/infer/windows.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'

/**
 * Pools rows and columns, then the depth: the Wasm kernel for volumes starts at the smallest positive float, so that
 * negative numbers are lost. Channels last.
 */
export const maxPool3d: Decomposition = (node, b, inputs) => {
  const { shape } = b.info(at(inputs, 0))
  const layout = layoutOf(node.attributes, 5)
  if (shape?.length !== 5 || layout.channelsFirst) return null
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = shape
  const [, outDepth = 1, outHeight = 1, outWidth = 1] = b.shape(`${node.name}:0`)
  const [images, places] = [multiply([batch, depth]), multiply([outHeight, outWidth])]
  if (images === null || places === null) return null
  const [windows, strides] = [
    perSpatialAxis(node.attributes, 'ksize', layout),
    perSpatialAxis(node.attributes, 'strides', layout),
  ]
  const pool = (x: Value, [rows = 1, columns = 1]: readonly number[], [down = 1, right = 1]: readonly number[]) =>
    b.op('MaxPool', [x], {
      T: { type: 'float32' },
      ksize: { list: { i: [1, rows, columns, 1] } },
      strides: { list: { i: [1, down, right, 1] } },
      padding: node.attributes.padding ?? { s: 'VALID' },
    })
  const flat = pool(b.reshape(at(inputs, 0), [images, height, width, channels]), windows.slice(1), strides.slice(1))
  const deep = pool(b.reshape(flat, [batch, depth, places, channels]), windows.slice(0, 1), strides.slice(0, 1))
  return [b.reshape(deep, [batch, outDepth, outHeight, outWidth, channels])]
}
