import { EngineError } from '../../base/errors.ts'
import type { ActivationPicture, ActivationReading, MapPeak, Tiles } from '../../base/inspection.ts'
import { sizeOf, type TensorValue } from '../../base/tensor.ts'
import type { Graph } from '../../graph/graph.ts'
import type { PreparedTensor } from '../../inputs/contract.ts'
import { distributionOf } from '../../measure/distribution.ts'
import type { Runtime } from '../../runtime/contract.ts'
import type { Loaded } from '../load.ts'
import { runsOf } from '../run-windows.ts'
import type { CallContext } from '../serve.ts'
import { isAttention } from './attention.ts'
import { graphAsRead } from './graphs.ts'
import { tapped } from './tap.ts'

/** Maps and heads that are drawn at most, and the longest side of each. */
const mostMaps = 32
const mostSide = 96
/** Elements of a vector that are listed. */
const mostTop = 12

/**
 * The value of a node of the graph as read for the prepared inputs, of which a sound gives its first windows. Raises what
 * `tapped` raises.
 */
export async function activationOf(
  runtime: Runtime,
  loaded: Loaded,
  node: string,
  prepareAll: () => Promise<readonly PreparedTensor[]>,
  context: CallContext,
): Promise<ActivationReading> {
  const [first = {}] = runsOf(await prepareAll()).inputs
  const graph = await graphAsRead(loaded, context.signal)
  const [value] = await tapped(runtime, { loaded, graph }, [node], first, context)
  if (value === undefined) throw new EngineError('internal', `The run gave no value of ${node}.`)
  return readActivation(graph, node, value)
}

/** Figures of a value, and what to draw of it. */
export function readActivation(graph: Graph, node: string, value: TensorValue): ActivationReading {
  const { shape, data } = value
  if (!ArrayBuffer.isView(data)) return { node, shape, distribution: null, picture: null }
  return { node, shape, distribution: distributionOf(data), picture: pictureOf(graph, node, shape, data) }
}

function pictureOf(
  graph: Graph,
  node: string,
  shape: readonly number[],
  data: ArrayLike<number>,
): ActivationPicture | null {
  const [, first = 1, second = 1, third = 1] = shape
  if (sizeOf(shape) === 0) return null
  if (isAttention(graph, node)) {
    const [queries, keys] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
    const total = shape.length === 4 ? first : 1
    const at = (head: number, row: number, column: number) => data[(head * queries + row) * keys + column] ?? 0
    const heads = Array.from({ length: Math.min(mostMaps, total) }, (_, head) => head)
    return { kind: 'attention', tiles: tilesOf(heads, total, queries, keys, at) }
  }
  if (shape.length === 4 && first * second > 1) return mapsOf(first, second, third, data)
  if (shape.length === 3) {
    const at = (_: number, feature: number, step: number) => data[step * second + feature] ?? 0
    return { kind: 'steps', tiles: tilesOf([0], 1, second, first, at) }
  }
  const length = sizeOf(shape) / (shape[0] ?? 1)
  const indices = Array.from({ length }, (_, index) => index)
  const strongest = indices.sort((a, b) => Math.abs(data[b] ?? 0) - Math.abs(data[a] ?? 0)).slice(0, mostTop)
  return { kind: 'vector', top: strongest.map((index) => ({ index, value: data[index] ?? 0 })) }
}

/** `[batch, height, width, channels]`: the first of the batch. */
function mapsOf(height: number, width: number, channels: number, data: ArrayLike<number>): ActivationPicture {
  const at = (map: number, row: number, column: number) => data[(row * width + column) * channels + map] ?? 0
  const peaks = Array.from({ length: channels }, (_, map): MapPeak => {
    let peak: MapPeak = { map, value: Number.NEGATIVE_INFINITY, row: 0, column: 0 }
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const value = at(map, row, column)
        if (value > peak.value) peak = { map, value, row, column }
      }
    return peak
  })
  const strongest = peaks.sort((a, b) => b.value - a.value).slice(0, mostMaps)
  const order = strongest.map(({ map }) => map)
  return { kind: 'maps', tiles: tilesOf(order, channels, height, width, at), peaks: strongest }
}

/** The pictures `order` of `total`, each with the mean of blocks so that no side is too long. */
function tilesOf(
  order: readonly number[],
  total: number,
  rows: number,
  columns: number,
  at: (picture: number, row: number, column: number) => number,
): Tiles {
  const [down, across] = [Math.ceil(rows / mostSide), Math.ceil(columns / mostSide)]
  const [height, width] = [Math.ceil(rows / down), Math.ceil(columns / across)]
  const values = new Float32Array(order.length * height * width)
  order.forEach((picture, i) => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let [sum, count] = [0, 0]
        for (let row = y * down; row < Math.min(rows, (y + 1) * down); row++)
          for (let column = x * across; column < Math.min(columns, (x + 1) * across); column++, count++)
            sum += at(picture, row, column)
        values[(i * height + y) * width + x] = sum / count
      }
  })
  return { shown: order.length, total, rows: height, columns: width, values }
}
