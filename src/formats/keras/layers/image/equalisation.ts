import type { GraphBuilder } from '../../../../graph/builder.ts'
import { float32, int32 } from '../../../../graph/constant.ts'
import { countUp } from '../../../../graph/count-up.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { LayerRow } from '../contract.ts'
import { add, clip, mul, sub, where } from '../elementwise.ts'
import { betweenRanges, bytes } from './range.ts'

const levels = 256

/** How images are tiled, in pixels or counts. */
interface Grid {
  readonly rows: number
  readonly columns: number
  readonly channels: number
  readonly tileRows: number
  readonly tileColumns: number
}

/** Per tile and channel, the level that each of the 256 levels maps to: `[batch, rows, columns, channels, 256]`. */
function levelsOfTiles(b: GraphBuilder, x: Value, batch: Dim, grid: Grid, limit: number): Value {
  const { rows, columns, channels, tileRows, tileColumns } = grid
  const pixels = tileRows * tileColumns
  const tiles = b.reshape(x, [batch, rows, tileRows, columns, tileColumns, channels])
  const sorted = b.transpose(tiles, [0, 1, 3, 5, 2, 4])
  const values = clip(b, b.cast(b.reshape(sorted, [batch, rows, columns, channels, pixels]), 'int32'), 0, levels - 1)
  const hot = b.op('OneHot', [values, b.int(levels), b.scalar(1), b.scalar(0)], { axis: { i: -1 } })
  const counts = b.op('Sum', [hot, b.ints([4])], { keep_dims: { b: false } })
  const sums = b.op('Cumsum', [limit > 0 ? limited(b, counts, (limit * pixels) / levels) : counts, b.int(4)], {
    exclusive: { b: false },
    reverse: { b: false },
  })
  const least = b.op('Min', [sums, b.ints([4])], { keep_dims: { b: true } })
  const spread = sub(b, pixels, least)
  const divisor = where(b, b.op('Equal', [spread, b.scalar(0)]), 1, spread)
  return clip(b, b.op('RealDiv', [mul(b, sub(b, sums, least), levels - 1), divisor]), 0, levels - 1)
}

/** The excess above the limit is spread evenly over all levels. */
function limited(b: GraphBuilder, counts: Value, limit: number): Value {
  const kept = b.op('Minimum', [counts, b.scalar(limit)])
  const excess = b.op('Sum', [sub(b, counts, kept), b.ints([4])], { keep_dims: { b: true } })
  return add(b, kept, mul(b, excess, 1 / levels))
}

/** For each pixel along an axis: the tile before it, in the edge-padded grid, and the weight of the next tile. */
function neighbours(size: number, tile: number): { readonly before: number[]; readonly share: number[] } {
  const places = Array.from({ length: size }, (_, i) => i / tile + 0.5)
  return { before: places.map(Math.floor), share: places.map((place) => place - Math.floor(place)) }
}

/** The grid with its first and last tile repeated along an axis. */
function edged(b: GraphBuilder, grid: Value, axis: 1 | 2, size: number): Value {
  const indices = [0, ...Array.from({ length: size }, (_, i) => i), size - 1]
  return b.op('GatherV2', [grid, b.ints(indices), b.int(axis)])
}

/** Contrast-limited adaptive histogram equalisation: interpolates each pixel between its four nearest tiles. */
const clahe: LayerRow = {
  classes: ['ContrastLimitedAdaptiveHistogramEqualization'],
  lower: (call) => {
    const { b, layer } = call
    const range = layer.numbers('value_range', 2, bytes)
    const first = layer.channelsFirst()
    const given = betweenRanges(b, b.cast(call.x, 'float32'), range, bytes)
    const x = first ? b.transpose(given, [0, 2, 3, 1]) : given
    const [batch = 1, height, width, channels] = b.shape(x)
    const [rows = 8, columns = 8] = layer.numbers('tile_grid_size', 2, [8, 8])
    if (typeof height !== 'number' || typeof width !== 'number' || typeof channels !== 'number')
      throw layer.error('equalises images of unknown size.')
    if (height % rows !== 0 || width % columns !== 0)
      throw layer.error(
        `divides images of ${height} × ${width} into ${rows} × ${columns} tiles, which leaves a remainder.`,
      )
    const grid: Grid = { rows, columns, channels, tileRows: height / rows, tileColumns: width / columns }
    const tiles = levelsOfTiles(b, x, batch, grid, layer.number('clip_limit', 4))
    const table = edged(b, edged(b, tiles, 1, rows), 2, columns)
    const flat = b.op('Reshape', [table, b.ints([-1])])
    const strides = { column: channels * levels, row: (columns + 2) * channels * levels }
    const [down, across] = [neighbours(height, grid.tileRows), neighbours(width, grid.tileColumns)]
    const images = countUp(b, b.dim(batch))
    const image = mul(b, b.reshape(images, [batch, 1, 1, 1]), (rows + 2) * strides.row)
    const offsets = Array.from({ length: channels }, (_, i) => i * levels)
    const level = add(b, b.cast(clip(b, x, 0, levels - 1), 'int32'), b.constant(int32(offsets)))
    const base = add(b, level, image)
    const at = (rowsOn: number, columnsOn: number): Value => {
      const row = int32(
        down.before.map((tile) => (tile + rowsOn) * strides.row),
        [height, 1, 1],
      )
      const column = int32(
        across.before.map((tile) => (tile + columnsOn) * strides.column),
        [width, 1],
      )
      const indices = add(b, add(b, base, b.constant(row)), b.constant(column))
      return b.op('GatherV2', [flat, indices, b.int(0)])
    }
    const [lower, right] = [
      b.constant(float32(down.share, [height, 1, 1])),
      b.constant(float32(across.share, [width, 1])),
    ]
    const mixed = (from: Value, to: Value, share: Value): Value => add(b, from, mul(b, sub(b, to, from), share))
    const y = mixed(mixed(at(0, 0), at(0, 1), right), mixed(at(1, 0), at(1, 1), right), lower)
    const restored = betweenRanges(b, y, bytes, range)
    return first ? b.transpose(restored, [0, 3, 1, 2]) : restored
  },
}

export const equalisationRows: readonly LayerRow[] = [clahe]
