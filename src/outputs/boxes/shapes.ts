import type { Rectangle } from '../../base/geometry.ts'
import type { BoxShape } from '../../base/readings/boxes.ts'
import type { Placement, Units } from '../picture-input.ts'
import { isActivated, sigmoid, type Tensor } from '../tensors.ts'
import type { Candidates } from './candidates.ts'
import type { BoxShapes, Corners } from './layout.ts'

/** Boxes whose shapes are decoded, best first. */
const mostShapes = 100

/** The shapes of the best candidates at some positions, in the frame. */
export function placedShapes(
  found: Candidates,
  positions: Int32Array,
  { x, y }: Placement,
  shapes: BoxShapes,
  batchRow: number,
): readonly BoxShape[] {
  return Array.from(positions.subarray(0, mostShapes), (at) => {
    const [left, top] = [found.left[at] as number, found.top[at] as number]
    const box = { left, top, right: found.right[at] as number, bottom: found.bottom[at] as number }
    const { place, ...grid } = shapes.of(batchRow, found.source[at] as number, box)
    const inFrame: Rectangle = {
      x: x.offset + place.left * x.scale,
      y: y.offset + place.top * y.scale,
      width: (place.right - place.left) * x.scale,
      height: (place.bottom - place.top) * y.scale,
    }
    return { ...grid, place: inFrame }
  })
}

/** `[b, k, m, n]`: a grid of scores that fills each box, as Mask R-CNN writes it. */
export function shapesInBoxes(tensor: Tensor): BoxShapes {
  const [, boxes = 0, height = 0, width = 0] = tensor.shape
  const score = isActivated(tensor) ? (value: number) => value : sigmoid
  return {
    of: (row, source, place) => {
      const from = (row * boxes + source) * width * height
      const values = tensor.data.subarray(from, from + width * height)
      return { width, height, inside: Uint8Array.from(values, (value) => (score(value) > 0.5 ? 1 : 0)), place }
    },
  }
}

/** Prototype masks of segmentation models of YOLO, and coefficients per box. */
export const prototypeCount = 32

/** The output with the prototypes of another output's boxes; `null` if there is none. */
export function prototypesBeside(boxes: Tensor, tensors: readonly Tensor[]): Tensor | null {
  const isPrototype = ({ shape }: Tensor) =>
    shape.length === 4 && (shape[3] === prototypeCount || shape[1] === prototypeCount)
  return tensors.find((one) => one !== boxes && isPrototype(one)) ?? null
}

/** The coefficients of a box: one for each prototype. */
export type Coefficients = (row: number, source: number) => ArrayLike<number>

/**
 * Prototypes `[b, h, w, n]` or `[b, n, h, w]` over the whole input, as YOLO writes them: their sum, weighted by the
 * coefficients of a box, is positive where its thing is. Cut to the box. `input`: the size of the input, px.
 */
export function shapesOfPrototypes(
  { shape, data }: Tensor,
  input: { readonly width: number; readonly height: number },
  units: Units,
  coefficients: Coefficients,
): BoxShapes {
  const [, second = 0, third = 0, last = 0] = shape
  const count = coefficients(0, 0).length
  const isLast = last === count
  const [rows, columns] = isLast ? [second, third] : [third, last]
  const [step, stride] = isLast ? [count, 1] : [1, rows * columns]
  // Cells of the grid per unit of the box.
  const across = units === 'fractions' ? columns : columns / input.width
  const down = units === 'fractions' ? rows : rows / input.height
  return {
    of: (row, source, box) => {
      const [left, right] = cellsBetween(box.left * across, box.right * across, columns)
      const [top, bottom] = cellsBetween(box.top * down, box.bottom * down, rows)
      const [width, height] = [right - left, bottom - top]
      const inside = new Uint8Array(width * height)
      const own = coefficients(row, source)
      const picture = row * rows * columns * count
      for (let i = 0; i < inside.length; i++) {
        const pixel = (top + Math.floor(i / width)) * columns + left + (i % width)
        let sum = 0
        for (let k = 0, at = picture + pixel * step; k < count; k++, at += stride)
          sum += (own[k] as number) * (data[at] as number)
        inside[i] = sum > 0 ? 1 : 0
      }
      const place: Corners = { left: left / across, top: top / down, right: right / across, bottom: bottom / down }
      return { width, height, inside, place }
    },
  }
}

/** The cells whose centres lie between two positions: the first, and the one after the last. */
function cellsBetween(low: number, high: number, count: number): readonly [number, number] {
  const bounded = (value: number) => Math.max(0, Math.min(count, Math.round(value)))
  const first = bounded(low)
  return [first, Math.max(first, bounded(high))]
}
