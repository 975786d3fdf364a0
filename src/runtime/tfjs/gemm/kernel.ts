import { FunctionBody, type Local, moduleOf } from '../../../base/assembler.ts'
import { columns } from './pack.ts'

/** Unroll factor of the inner loop. */
const unrolled = 4
const lanes = 4
const vectors = columns / lanes
const row = columns * 4

/**
 * Parameters of a kernel in order, followed by the two limits: addresses of a, packed b and out; the numbers of lines,
 * blocks per line, segments, values per segment (k), and columns (n); strides of a between rows, segments and lines,
 * and of out between lines. Addresses and strides in bytes.
 */
export const parameters = [
  'a',
  'b',
  'out',
  'lines',
  'blocks',
  'segments',
  'k',
  'n',
  'rowStride',
  'segmentStride',
  'lineStride',
  'outLine',
] as const

/**
 * Computes, panel by panel of the packed matrix and block by block of each line:
 *     out[i, j] = min(max(bias[j] + sum over segments s and k of a[i, s, k] * b[s, k, j], least), most)
 * Rows, segments and lines of a have separate strides, so that a convolution needs no im2col: a row is an output pixel,
 * a segment is a row of the filter window, a line is a row of the output.
 * All accumulators are in registers; each step loads b once for all rows and a once for all columns. See K. Goto, R.
 * van de Geijn: Anatomy of high-performance matrix multiplication, ACM TOMS 34 (2008).
 */
function kernel(rows: number, fused: boolean): FunctionBody {
  const f = new FunctionBody([...parameters.map(() => 'i32' as const), 'f32', 'f32'])
  const given = f.parameterLocals()
  const [a, b, out, lines, blocks, segments, k, n, rowStride, segmentStride, lineStride, outLine] = given as Twelve
  const [least, most] = given.slice(parameters.length) as [Local, Local]
  const [left, line, block, segment, step, aLine, aBlock, outAt, outBlock, outRow, p, place] = f.locals(
    12,
    'i32',
  ) as Twelve
  const outStride = f.local('i32')
  const aRows = f.locals(rows, 'i32')
  const [lower, upper, value] = f.locals(3, 'v128') as Three
  const bVectors = f.locals(vectors, 'v128')
  const sums = aRows.map(() => f.locals(vectors, 'v128'))

  const advance = (pointer: Local, by: Local) => f.get(pointer).get(by).do('i32Add').set(pointer)
  const advanceBy = (pointer: Local, by: number) => f.get(pointer).i32(by).do('i32Add').set(pointer)
  const countDown = (counter: Local, by: number) => f.get(counter).i32(by).do('i32Sub').set(counter)

  const multiply = (steps: number) => {
    for (let s = 0; s < steps; s++) {
      for (const [v, vector] of bVectors.entries())
        f.get(p)
          .load(s * row + v * 16)
          .set(vector)
      for (const [r, pointer] of aRows.entries()) {
        f.get(pointer)
          .loadSplat(s * 4)
          .set(value)
        for (const [v, sum] of (sums[r] as readonly Local[]).entries()) {
          const vector = bVectors[v] as Local
          if (fused) f.get(value).get(vector).get(sum).do('f32x4RelaxedMadd')
          else f.get(value).get(vector).do('f32x4Mul').get(sum).do('f32x4Add')
          f.set(sum)
        }
      }
    }
    for (const pointer of aRows) advanceBy(pointer, steps * 4)
    advanceBy(p, steps * row)
  }
  const product = () => {
    f.get(k).i32(2).do('i32ShiftRight').set(step)
    f.get(step).when(() =>
      f.repeat(
        () => {
          multiply(unrolled)
          countDown(step, 1)
        },
        () => f.get(step),
      ),
    )
    f.get(k)
      .i32(unrolled - 1)
      .do('i32And')
      .set(step)
    f.get(step).when(() =>
      f.repeat(
        () => {
          multiply(1)
          countDown(step, 1)
        },
        () => f.get(step),
      ),
    )
  }
  /** The last panel may be partial; its columns are stored in groups of 4, 2 and 1. */
  const storePart = ([first, second]: readonly Local[]) => {
    f.get(outRow).set(place)
    f.get(first as Local).set(value)
    const part = (columns: 4 | 2 | 1, rest: () => void) =>
      f
        .get(left)
        .i32(columns)
        .do('i32And')
        .when(() => {
          f.get(place).get(value).store(columns, 0)
          rest()
          advanceBy(place, columns * 4)
        })
    part(4, () => f.get(second as Local).set(value))
    part(2, () => f.upperHalf(value).set(value))
    part(1, () => undefined)
  }
  const finish = () => {
    f.get(outBlock).set(outRow)
    for (const sum of sums) {
      for (const vector of sum) f.get(vector).get(lower).do('f32x4Max').get(upper).do('f32x4Min').set(vector)
      f.get(left)
        .i32(columns)
        .do('i32GeS')
        .when(
          () => {
            for (const [v, vector] of sum.entries())
              f.get(outRow)
                .get(vector)
                .store(4, v * 16)
          },
          () => storePart(sum),
        )
      advance(outRow, outStride)
    }
    f.get(outRow).set(outBlock)
  }

  const countedBy = (counter: Local, count: Local, body: () => void) => {
    f.get(count).set(counter)
    f.repeat(
      () => {
        body()
        countDown(counter, 1)
      },
      () => f.get(counter),
    )
  }
  const computeBlock = () => {
    for (const sum of sums)
      for (const [v, vector] of sum.entries())
        f.get(b)
          .load(v * 16)
          .set(vector)
    f.get(b).i32(row).do('i32Add').set(p)
    for (const pointer of aRows) {
      f.get(aBlock).set(pointer)
      advance(aBlock, rowStride)
    }
    countedBy(segment, segments, () => {
      product()
      for (const pointer of aRows) advance(pointer, segmentStride)
    })
    finish()
  }

  f.get(least).do('f32x4Splat').set(lower)
  f.get(most).do('f32x4Splat').set(upper)
  f.get(n).i32(2).do('i32ShiftLeft').set(outStride)
  // Distance from the end of a segment to the start of the next.
  f.get(segmentStride).get(k).i32(2).do('i32ShiftLeft', 'i32Sub').set(segmentStride)
  f.get(n).set(left)
  f.repeat(
    () => {
      f.get(a).set(aLine)
      f.get(out).set(outAt)
      countedBy(line, lines, () => {
        f.get(aLine).set(aBlock)
        f.get(outAt).set(outBlock)
        countedBy(block, blocks, computeBlock)
        advance(aLine, lineStride)
        advance(outAt, outLine)
      })
      f.get(p).set(b)
      advanceBy(out, row)
      countDown(left, columns)
    },
    () => f.get(left).i32(0).do('i32GtS'),
  )
  return f
}

type Three = readonly [Local, Local, Local]
type Six = readonly [...Three, ...Three]
type Twelve = readonly [...Six, ...Six]

/** One function per number of rows in a block, from 1 to `most`, named by that number. */
export function gemmModule(most: number, fused: boolean): Uint8Array<ArrayBuffer> {
  const rows = Array.from({ length: most }, (_, i) => i + 1)
  return moduleOf(Object.fromEntries(rows.map((count) => [`${count}`, kernel(count, fused)])))
}
