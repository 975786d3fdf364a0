import { nextTask, throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import type { OnProgress } from '../base/progress.ts'
import { formatShape, type NamedTensors, sizeOf, type TensorValue } from '../base/tensor.ts'
import { type Tiles, tileStarts, tileWeights } from '../base/tiles.ts'
import type { PreparedTensor } from '../inputs/contract.ts'
import type { Session, SessionOutput } from '../runtime/contract.ts'

export type Runner = Pick<Session, 'run' | 'warmUp'>

/** A session, or one that runs the prepared picture in tiles and joins the outputs. */
export function runnerFor(session: Session, prepared: readonly PreparedTensor[], onProgress: OnProgress): Runner {
  const tiled = prepared.find(({ tiles }) => tiles !== null)
  if (tiled === undefined || tiled.tiles === null) return session
  const { input, tiles } = tiled
  return {
    warmUp: (inputs, signal) => session.warmUp({ ...inputs, [input]: firstTile(inputs, input, tiles) }, signal),
    run: (inputs, signal) => runTiled(session, { inputs, input, tiles, signal, onProgress }),
  }
}

function firstTile(inputs: NamedTensors, input: string, tiles: Tiles): TensorValue {
  return tileOf(pictureOf(inputs, input), tiles, 0, 0)
}

function pictureOf(inputs: NamedTensors, input: string): TensorValue {
  const value = inputs[input]
  if (value === undefined) throw new EngineError('internal', `The input ${input} is missing.`)
  return value
}

interface Work {
  readonly inputs: NamedTensors
  readonly input: string
  readonly tiles: Tiles
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress
}

/**
 * Runs one tile after another; where they overlap, the outputs fade into each other. Raises `input-shape` for outputs
 * that are not pictures of a multiple of the tile's size, or that are too large together.
 */
async function runTiled(session: Session, { inputs, input, tiles, signal, onProgress }: Work): Promise<SessionOutput> {
  const picture = pictureOf(inputs, input)
  const { axes } = tiles
  const starts = {
    y: tileStarts(picture.shape[axes.height] ?? 0, tiles.height, tiles.overlap),
    x: tileStarts(picture.shape[axes.width] ?? 0, tiles.width, tiles.overlap),
  }
  const total = starts.y.length * starts.x.length
  let joined: readonly Joined[] | null = null
  let [runMs, readbackMs, done] = [0, 0, 0]
  for (const [row, y] of starts.y.entries()) {
    for (const [column, x] of starts.x.entries()) {
      await nextTask()
      throwIfAborted(signal)
      onProgress({ stage: 'run', done, total, note: `tile ${done + 1} of ${total}` })
      const found = await session.run({ ...inputs, [input]: tileOf(picture, tiles, y, x) }, signal)
      joined ??= found.outputs.map(({ name, value }) => newJoined(name, value, picture, tiles))
      const weights = {
        y: weightsAt(starts.y, row, Math.min(tiles.height, picture.shape[axes.height] ?? 0)),
        x: weightsAt(starts.x, column, Math.min(tiles.width, picture.shape[axes.width] ?? 0)),
      }
      for (const [i, one] of joined.entries()) add(one, found.outputs[i]?.value, { x, y }, weights)
      runMs += found.runMs
      readbackMs += found.readbackMs
      done++
    }
  }
  return { outputs: (joined ?? []).map(finished), runMs, readbackMs }
}

/** Rise and fall of the weights of one tile, towards its neighbours: how far it overlaps them, px of the input. */
interface Fade {
  readonly length: number
  readonly before: number
  readonly after: number
}

function weightsAt(starts: readonly number[], i: number, length: number): Fade {
  const start = starts[i] ?? 0
  const before = i === 0 ? 0 : (starts[i - 1] ?? 0) + length - start
  const next = starts[i + 1]
  return { length, before, after: next === undefined ? 0 : start + length - next }
}

/** Copies one tile; `[b, h, w, c]` or `[b, c, h, w]`. */
function tileOf(
  { shape, data, dtype }: TensorValue,
  { height, width, axes }: Tiles,
  y: number,
  x: number,
): TensorValue {
  const size = [...shape]
  size[axes.height] = Math.min(height, shape[axes.height] ?? 0)
  size[axes.width] = Math.min(width, shape[axes.width] ?? 0)
  const from = planesOf(shape, axes)
  const to = planesOf(size, axes)
  const source = data as Float32Array<ArrayBuffer>
  const out = dtype === 'int32' ? new Int32Array(sizeOf(size)) : new Float32Array(sizeOf(size))
  for (let plane = 0; plane < to.planes; plane++) {
    for (let row = 0; row < to.height; row++) {
      const at = (plane * from.height + y + row) * from.stride + x * from.channels
      out.set(source.subarray(at, at + to.stride), (plane * to.height + row) * to.stride)
    }
  }
  return { dtype, shape: size, data: out }
}

/** A picture tensor as planes of rows: one plane with interleaved channels, or one per channel. */
function planesOf(shape: readonly number[], { height, width }: Tiles['axes']) {
  const channels = sizeOf(shape.slice(width + 1))
  return {
    planes: sizeOf(shape.slice(0, height)),
    height: shape[height] ?? 0,
    stride: (shape[width] ?? 0) * channels,
    channels,
  }
}

interface Joined {
  readonly name: string
  readonly shape: readonly number[]
  readonly axes: Tiles['axes']
  /** Pixels of the output per pixel of the input. */
  readonly scale: number
  readonly sum: Float32Array<ArrayBuffer>
  /** Sums of the weights of each row and of each column. */
  readonly rows: Float32Array
  readonly columns: Float32Array
}

/** Elements of an output: 1 GB as float32. */
const mostElements = 256_000_000

function newJoined(name: string, value: TensorValue, picture: TensorValue, { axes, height, width }: Tiles): Joined {
  const [tall, wide] = [picture.shape[axes.height] ?? 0, picture.shape[axes.width] ?? 0]
  const scale = (value.shape[axes.height] ?? 0) / Math.min(height, tall)
  const alike = (value.shape[axes.width] ?? 0) / Math.min(width, wide) === scale
  if (
    value.dtype !== 'float32' ||
    value.shape.length !== picture.shape.length ||
    !Number.isInteger(scale) ||
    scale < 1 ||
    !alike
  )
    throw new EngineError(
      'input-shape',
      `Output ${name} of a tile is ${formatShape(value.shape)}, which is not a multiple of the tile's size, so that the tiles cannot be joined.`,
      'Choose another method than tiles in the step Resize.',
    )
  const shape = value.shape.map((size, axis) =>
    axis === axes.height ? tall * scale : axis === axes.width ? wide * scale : size,
  )
  if (sizeOf(shape) > mostElements)
    throw new EngineError(
      'input-shape',
      `The output ${name} of the whole picture would be ${formatShape(shape)}, ${sizeOf(shape)} numbers; the limit is ${mostElements}.`,
      'Use a smaller picture, or set a size in the step Resize.',
    )
  return {
    name,
    shape,
    axes,
    scale,
    sum: new Float32Array(sizeOf(shape)),
    rows: new Float32Array(tall * scale),
    columns: new Float32Array(wide * scale),
  }
}

interface Place {
  readonly x: number
  readonly y: number
}

function add(
  joined: Joined,
  value: TensorValue | undefined,
  { x, y }: Place,
  fade: { readonly x: Fade; readonly y: Fade },
): void {
  const { axes, scale, sum, rows, columns, shape } = joined
  const data = value?.data as Float32Array<ArrayBuffer>
  const from = planesOf(value?.shape ?? [], axes)
  const to = planesOf(shape, axes)
  const across = tileWeights(fade.x.length * scale, fade.x.before * scale, fade.x.after * scale)
  const down = tileWeights(fade.y.length * scale, fade.y.before * scale, fade.y.after * scale)
  // Weights are products, so that their sums are products of the sums along the sides.
  if (x === 0)
    for (let i = 0; i < down.length; i++) rows[y * scale + i] = (rows[y * scale + i] as number) + (down[i] as number)
  if (y === 0)
    for (let i = 0; i < across.length; i++)
      columns[x * scale + i] = (columns[x * scale + i] as number) + (across[i] as number)
  for (let plane = 0; plane < from.planes; plane++) {
    for (let row = 0; row < from.height; row++) {
      const source = (plane * from.height + row) * from.stride
      const target = (plane * to.height + y * scale + row) * to.stride + x * scale * to.channels
      const height = down[row] as number
      for (let i = 0; i < from.stride; i++) {
        const weight = height * (across[Math.floor(i / from.channels)] as number)
        sum[target + i] = (sum[target + i] as number) + weight * (data[source + i] as number)
      }
    }
  }
}

function finished({ name, shape, axes, sum, rows, columns }: Joined): SessionOutput['outputs'][number] {
  const { planes, height, stride, channels } = planesOf(shape, axes)
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < height; row++) {
      const at = (plane * height + row) * stride
      for (let i = 0; i < stride; i++) {
        const weight = (rows[row] as number) * (columns[Math.floor(i / channels)] as number)
        sum[at + i] = (sum[at + i] as number) / weight
      }
    }
  }
  return { name, value: { dtype: 'float32', shape, data: sum } }
}
