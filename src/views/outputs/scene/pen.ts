import type { Rectangle, Size } from '../../../base/geometry.ts'
import { casing } from './colours.ts'

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export interface Point {
  readonly x: number
  readonly y: number
}

const letters = '13px system-ui, "Inter", "DejaVu Sans", sans-serif'
const tagHeight = 20
const tagPadding = 8
/** A name of this width is written in full beside a smaller box, px. */
const widestTag = 60

/**
 * Draws over a picture, at positions in the picture's pixels. Lines, points and letters have the same size on the screen
 * for every picture and zoom, and a dark casing, so that they show on any picture.
 */
export class Pen {
  readonly #context: Context
  readonly #view: Rectangle
  readonly #scale: number
  readonly #size: Size

  /** `view` is the part of the picture that fills the canvas; `size` is that of the canvas, in px of the screen. */
  constructor(context: Context, view: Rectangle, size: Size) {
    this.#context = context
    this.#view = view
    this.#size = size
    this.#scale = size.width / view.width
    context.lineJoin = 'round'
    context.lineCap = 'round'
    context.textBaseline = 'middle'
    context.font = letters
  }

  /** Outlines boxes of one colour. */
  boxes(boxes: Iterable<Rectangle>, hue: string, strong = false): void {
    this.#path(hue, strong ? 4 : 2, () => {
      for (const { x, y, width, height } of boxes) {
        const at = this.#at({ x, y })
        this.#context.rect(at.x, at.y, width * this.#scale, height * this.#scale)
      }
    })
  }

  /** Draws separate lines of one colour. */
  lines(lines: Iterable<readonly [Point, Point]>, hue: string, strong = false): void {
    this.#path(hue, strong ? 4 : 2.5, () => {
      for (const [from, to] of lines) {
        const [start, end] = [this.#at(from), this.#at(to)]
        this.#context.moveTo(start.x, start.y)
        this.#context.lineTo(end.x, end.y)
      }
    })
  }

  /** Draws filled points of one colour with a radius in px of the screen. */
  points(points: Iterable<Point>, hue: string, radius: number): void {
    const context = this.#context
    context.beginPath()
    for (const point of points) {
      const { x, y } = this.#at(point)
      context.moveTo(x + radius, y)
      context.arc(x, y, radius, 0, 2 * Math.PI)
    }
    context.strokeStyle = casing
    context.lineWidth = 2
    context.fillStyle = hue
    context.stroke()
    context.fill()
  }

  /**
   * Writes a name above the upper left corner of a box, or inside it where the canvas ends: the whole text if the box has
   * about the width for it, else the short one. Nothing for a box outside the canvas.
   */
  tag({ text, short }: { readonly text: string; readonly short: string }, box: Rectangle, hue: string): void {
    const context = this.#context
    const at = this.#at(box)
    const end = this.#at({ x: box.x + box.width, y: box.y + box.height })
    if (at.x > this.#size.width || at.y > this.#size.height || end.x < 0 || end.y < 0) return
    const whole = context.measureText(text).width
    const fits = whole <= Math.max(box.width * this.#scale, widestTag)
    const width = (fits ? whole : context.measureText(short).width) + 2 * tagPadding
    const x = Math.max(0, Math.min(at.x - 1, this.#size.width - width))
    const y = Math.max(0, Math.min(at.y - tagHeight - 1, this.#size.height - tagHeight))
    context.fillStyle = casing
    context.fillRect(x, y, width, tagHeight)
    context.fillStyle = hue
    context.fillRect(x, y, 4, tagHeight)
    context.fillStyle = '#ffffff'
    context.fillText(fits ? text : short, x + tagPadding, y + tagHeight / 2 + 1)
  }

  /** Lays a picture over a rectangle; `opacity` is 0…1. */
  tint(picture: OffscreenCanvas, { x, y, width, height }: Rectangle, opacity: number, smooth: boolean): void {
    const at = this.#at({ x, y })
    this.#context.globalAlpha = opacity
    this.#context.imageSmoothingEnabled = smooth
    this.#context.drawImage(picture, at.x, at.y, width * this.#scale, height * this.#scale)
    this.#context.globalAlpha = 1
  }

  /** Keeps what is below the opaque parts of a picture, and makes the rest transparent. */
  cutOut(picture: OffscreenCanvas, place: Rectangle): void {
    this.#context.globalCompositeOperation = 'destination-in'
    this.tint(picture, place, 1, true)
    this.#context.globalCompositeOperation = 'source-over'
  }

  #path(hue: string, width: number, add: () => void): void {
    const context = this.#context
    context.beginPath()
    add()
    context.strokeStyle = casing
    context.lineWidth = width + 2.5
    context.stroke()
    context.strokeStyle = hue
    context.lineWidth = width
    context.stroke()
  }

  #at({ x, y }: Point): Point {
    return { x: (x - this.#view.x) * this.#scale, y: (y - this.#view.y) * this.#scale }
  }
}
