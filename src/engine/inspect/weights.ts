import { EngineError } from '../../base/errors.ts'
import type { Tiles, WeightReading } from '../../base/inspection.ts'
import { sizeOf } from '../../base/tensor.ts'
import { distributionOf } from '../../measure/distribution.ts'
import type { Loaded } from '../load.ts'
import { graphAsRead, graphAsRun } from './graphs.ts'

/** Filters that are drawn at most, and the longest side of a drawn matrix. */
const mostKernels = 48
const mostSide = 192

export interface WeightRequest {
  readonly form: 'read' | 'run'
  readonly node: string
}

/**
 * Reads one weight of the graph as read, or of the graph as run, whose weights may have others folded into them. Raises
 * `weight-missing` if it has no such weight, and what `Constant.read` raises.
 */
export async function readWeight(loaded: Loaded, request: WeightRequest, signal: AbortSignal): Promise<WeightReading> {
  const { node, form } = request
  const graph = form === 'read' ? await graphAsRead(loaded, signal) : graphAsRun(loaded)
  const constant = graph.nodes.get(node)?.constant
  if (constant === undefined) throw new EngineError('weight-missing', `The graph has no weight ${node}.`)
  const { shape } = constant
  const data = await constant.read(signal)
  if (!ArrayBuffer.isView(data)) return { node, shape, distribution: null, picture: null }
  return { node, shape, distribution: distributionOf(data), picture: pictureOf(shape, data) }
}

function pictureOf(shape: readonly number[], data: ArrayLike<number>): WeightReading['picture'] {
  const [height = 1, width = 1] = shape
  if (shape.length === 4 && height * width > 1) return { kind: 'kernels', tiles: kernelsOf(shape, data) }
  const columns = shape.at(-1) ?? 1
  const rows = sizeOf(shape) / Math.max(1, columns)
  return rows <= 1 || columns <= 1 ? null : { kind: 'matrix', tiles: matrixOf(rows, columns, data) }
}

/** `[height, width, inputs, filters]` → the first filters, each for the input whose weights are largest. */
export function kernelsOf(shape: readonly number[], data: ArrayLike<number>): Tiles {
  const [rows = 1, columns = 1, inputs = 1, filters = 1] = shape
  // The filters of a depthwise convolution are its input maps.
  const [total, depth] = filters === 1 && inputs > 1 ? [inputs, 1] : [filters, inputs]
  const shown = Math.min(mostKernels, total)
  const area = rows * columns
  const at = (place: number, input: number, filter: number) =>
    data[total === filters ? (place * inputs + input) * filters + filter : place * inputs + filter] ?? 0
  const values = new Float32Array(shown * area)
  for (let filter = 0; filter < shown; filter++) {
    let [best, most] = [0, -1]
    for (let input = 0; input < depth; input++) {
      let sum = 0
      for (let place = 0; place < area; place++) sum += at(place, input, filter) ** 2
      if (sum > most) [best, most] = [input, sum]
    }
    for (let place = 0; place < area; place++) values[filter * area + place] = at(place, best, filter)
  }
  return { shown, total, rows, columns, values }
}

/** A matrix with the mean of each block, so that no side is too long. */
export function matrixOf(rows: number, columns: number, data: ArrayLike<number>): Tiles {
  const [down, across] = [Math.ceil(rows / mostSide), Math.ceil(columns / mostSide)]
  const [height, width] = [Math.ceil(rows / down), Math.ceil(columns / across)]
  const values = new Float32Array(height * width)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [sum, count] = [0, 0]
      for (let row = y * down; row < Math.min(rows, (y + 1) * down); row++)
        for (let column = x * across; column < Math.min(columns, (x + 1) * across); column++, count++)
          sum += data[row * columns + column] ?? 0
      values[y * width + x] = sum / count
    }
  return { shown: 1, total: 1, rows: height, columns: width, values }
}
