import type { GraphBuilder } from '../../../../graph/builder.ts'
import { int32 } from '../../../../graph/constant.ts'
import { countUp } from '../../../../graph/count-up.ts'
import type { Value } from '../../../../graph/graph.ts'
import { add, mul, sub } from '../elementwise.ts'

/** How a signal is framed: frames of `length` samples, `step` apart. */
export interface Framing {
  readonly length: number
  readonly step: number
  /**
   * `valid`: complete frames only. `same`: zero-padded to one frame per step. `reflect`: `length / 2` mirrored samples
   * on both sides.
   */
  readonly padding: 'valid' | 'same' | 'reflect'
}

/** Splits signals into overlapping frames: `[rows, time] → [rows, frames, length]`. */
export function frames(b: GraphBuilder, x: Value, framing: Framing): Value {
  const [rows = 1, time = 1] = b.shape(x)
  if (typeof time !== 'number') return framesAtRun(b, x, framing)
  const [before, after] = paddingOf(framing, time)
  const { length, step, padding } = framing
  const count = Math.max(0, Math.floor((time + before + after - length) / step) + 1)
  const mirrored = padding === 'reflect'
  const indices = Int32Array.from({ length: count * length }, (_, k) => {
    const at = Math.floor(k / length) * step + (k % length) - (mirrored ? before : 0)
    return mirrored ? reflected(at, time) : at
  })
  const source = mirrored ? x : padded(b, x, before, after)
  const y = b.op('GatherV2', [source, b.constant(int32(indices, [count, length]), 'frames'), b.int(1)])
  b.refine(y, [rows, count, length])
  return y
}

function paddingOf({ length, step, padding }: Framing, time: number): readonly [number, number] {
  if (padding === 'valid') return [0, 0]
  if (padding === 'reflect') return [Math.floor(length / 2), Math.floor(length / 2)]
  const total = Math.max(0, (Math.ceil(time / step) - 1) * step + length - time)
  return [Math.floor(total / 2), total - Math.floor(total / 2)]
}

/** Maps an out-of-range position to its mirrored sample; the first and last samples are not repeated. */
function reflected(at: number, time: number): number {
  const turn = Math.max(1, 2 * (time - 1))
  const phase = ((at % turn) + turn) % turn
  return Math.min(phase, turn - phase, time - 1)
}

function padded(b: GraphBuilder, x: Value, before: number, after: number): Value {
  if (before === 0 && after === 0) return x
  return b.op('Pad', [x, b.constant(int32([0, 0, before, after], [2, 2]), 'padding')])
}

/** The same for a signal of free length: indices are computed at run time. */
function framesAtRun(b: GraphBuilder, x: Value, { length, step, padding }: Framing): Value {
  const [rows = 1, time = 1] = b.shape(x)
  const samples = b.dim(time)
  const half = Math.floor(length / 2)
  const steps = (n: Value): Value => b.op('FloorDiv', [n, b.int(step)])
  const count =
    padding === 'same'
      ? steps(add(b, samples, step - 1))
      : add(b, steps(sub(b, samples, length - (padding === 'reflect' ? 2 * half : 0))), 1)
  const starts = mul(b, countUp(b, count), step)
  const column = b.op('Reshape', [starts, b.ints([-1, 1])])
  const first = firstSample()
  const at = add(
    b,
    add(
      b,
      column,
      b.constant(
        int32(
          Array.from({ length }, (_, k) => k),
          [1, length],
        ),
      ),
    ),
    first,
  )
  const last = sub(b, samples, 1)
  const y = b.op('GatherV2', [x, inside(), b.int(1)])
  const [, frames = 1] = b.shape(y)
  b.refine(y, [rows, frames, length])
  return padding === 'same' ? mul(b, y, b.cast(isSample(), 'float32')) : y

  /** Start of the first frame; negative if the signal is padded. */
  function firstSample(): Value {
    if (padding === 'valid') return b.int(0)
    if (padding === 'reflect') return b.int(-half)
    const total = sub(b, add(b, mul(b, sub(b, count, 1), step), length), samples)
    return b.op('Neg', [b.op('FloorDiv', [b.op('Maximum', [total, b.int(0)]), b.int(2)])])
  }

  function inside(): Value {
    if (padding === 'valid') return at
    if (padding === 'same') return b.op('Minimum', [b.op('Maximum', [at, b.int(0)]), last])
    return sub(b, last, b.op('Abs', [sub(b, last, b.op('Abs', [at]))]))
  }

  function isSample(): Value {
    return b.op('Equal', [at, inside()])
  }
}
