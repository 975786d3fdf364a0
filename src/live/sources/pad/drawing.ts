import type { Size } from '../../../base/geometry.ts'
import type { TensorSpec } from '../../../base/tensor.ts'

export type Paper = 'black' | 'white'

export interface Point {
  readonly x: number
  readonly y: number
}

interface Stroke {
  readonly width: number
  readonly points: Point[]
}

/** Longer side of the drawing, px: ten times that of the usual data sets of digits and doodles. */
const longerSide = 280
/** Width of the pen, as a share of the longer side: two to three pixels of a 28 × 28 digit. */
const usualPen = 0.08

/** Lines on a sheet of paper, in px. */
export class Drawing {
  readonly #listeners = new Set<() => void>()
  #strokes: Stroke[] = []
  size: Size = { width: longerSide, height: longerSide }
  paper: Paper = 'black'
  /** px. */
  penWidth = Math.round(longerSide * usualPen)

  get isEmpty(): boolean {
    return this.#strokes.length === 0
  }

  /** Takes the shape of an input, and the paper that models of this shape were usually trained with. */
  fit(spec: TensorSpec): void {
    const { width, height, channels } = sidesOf(spec)
    const scale = longerSide / Math.max(width, height)
    this.size = { width: Math.round(width * scale), height: Math.round(height * scale) }
    this.paper = channels === 1 ? 'black' : 'white'
    this.#changed()
  }

  setPaper(paper: Paper): void {
    this.paper = paper
    this.#changed()
  }

  setPenWidth(width: number): void {
    this.penWidth = width
    this.#changed()
  }

  begin(point: Point): void {
    this.#strokes.push({ width: this.penWidth, points: [point] })
    this.#changed()
  }

  extend(points: readonly Point[]): void {
    this.#strokes.at(-1)?.points.push(...points)
    this.#changed()
  }

  undo(): void {
    this.#strokes.pop()
    this.#changed()
  }

  clear(): void {
    this.#strokes = []
    this.#changed()
  }

  paint(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D): void {
    const { width, height } = this.size
    context.fillStyle = this.paper
    context.fillRect(0, 0, width, height)
    context.strokeStyle = this.paper === 'black' ? 'white' : 'black'
    context.lineCap = 'round'
    context.lineJoin = 'round'
    for (const { width, points } of this.#strokes) {
      const [first, ...rest] = points
      if (first === undefined) continue
      context.lineWidth = width
      context.beginPath()
      context.moveTo(first.x, first.y)
      // A line to its own beginning is a dot.
      for (const { x, y } of rest.length === 0 ? [first] : rest) context.lineTo(x, y)
      context.stroke()
    }
  }

  /** Calls `listener` after every change; returns a function that ends the calls. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Height, width and channels of a picture input; a square where they are free or flattened. */
function sidesOf({ shape }: TensorSpec) {
  const square = { width: 1, height: 1, channels: 1 }
  if (shape === null || shape.length < 3) return square
  const [first, second, third] = shape.slice(-3)
  const isColour = (size: number | null | undefined) => size === 1 || size === 3 || size === 4
  const [height, width, channels] = isColour(third)
    ? [first, second, third]
    : isColour(first) && shape.length > 3
      ? [second, third, first]
      : [second, third, 1]
  return height == null || width == null ? { ...square, channels } : { width, height, channels }
}
