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
/** px of the screen. */
const chequer = 8
const chequers = ['#ffffff', '#d3d7d5'] as const
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
  readonly #mirrored: boolean

  /**
   * `view` is the part of the picture that fills the canvas; `size` is that of the canvas, in px of the screen. If
   * `mirrored`, left and right of the picture change places, but letters do not.
   */
  constructor(context: Context, view: Rectangle, size: Size, mirrored = false) {
    this.#context = context
    this.#view = view
    this.#size = size
    this.#mirrored = mirrored
    this.#scale = size.width / view.width
    context.lineJoin = 'round'
    context.lineCap = 'round'
    context.textBaseline = 'middle'
    context.font = letters
  }

  /** Outlines boxes of one colour, each by itself: a path of thousands takes eight times as long. */
  boxes(boxes: readonly Rectangle[], hue: string, strong = false): void {
    this.#twice(hue, strong ? 4 : 2, () => {
      for (const box of boxes) {
        const { x, y, width, height } = this.#place(box)
        this.#context.strokeRect(x, y, width, height)
      }
    })
  }

  /** Draws separate lines of one colour. */
  lines(lines: Iterable<readonly [Point, Point]>, hue: string, strong = false): void {
    this.#path(lines)
    this.#twice(hue, strong ? 4 : 2.5, () => this.#context.stroke())
  }

  /** Draws thin white borders, as between the classes of a mask. */
  borders(lines: Iterable<readonly [Point, Point]>): void {
    const context = this.#context
    this.#path(lines)
    context.strokeStyle = '#ffffff'
    context.lineWidth = 1.25
    context.stroke()
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
    const at = this.#place(box)
    if (at.x > this.#size.width || at.y > this.#size.height || at.x + at.width < 0 || at.y + at.height < 0) return
    const whole = context.measureText(text).width
    const fits = whole <= Math.max(at.width, widestTag)
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
  tint(picture: OffscreenCanvas, place: Rectangle, opacity: number, smooth: boolean): void {
    const context = this.#context
    const { x, y, width, height } = this.#place(place)
    context.save()
    context.globalAlpha = opacity
    context.imageSmoothingEnabled = smooth
    if (this.#mirrored) {
      context.translate(2 * x + width, 0)
      context.scale(-1, 1)
    }
    context.drawImage(picture, x, y, width, height)
    context.restore()
  }

  /** Keeps what is below the opaque parts of a picture, and makes the rest transparent. */
  cutOut(picture: OffscreenCanvas, place: Rectangle): void {
    this.#context.globalCompositeOperation = 'destination-in'
    this.tint(picture, place, 1, true)
    this.#context.globalCompositeOperation = 'source-over'
  }

  /** Fills everything outside the opaque parts of a picture with a checkerboard. */
  coverAround(picture: OffscreenCanvas, place: Rectangle): void {
    const context = this.#context
    const { width, height } = this.#size
    context.fillStyle = chequers[0]
    context.fillRect(0, 0, width, height)
    context.fillStyle = chequers[1]
    for (let row = 0; row * chequer < height; row++)
      for (let column = row % 2; column * chequer < width; column += 2)
        context.fillRect(column * chequer, row * chequer, chequer, chequer)
    context.globalCompositeOperation = 'destination-out'
    this.tint(picture, place, 1, true)
    context.globalCompositeOperation = 'source-over'
  }

  /** Makes separate lines the current path. */
  #path(lines: Iterable<readonly [Point, Point]>): void {
    const context = this.#context
    context.beginPath()
    for (const [from, to] of lines) {
      const [start, end] = [this.#at(from), this.#at(to)]
      context.moveTo(start.x, start.y)
      context.lineTo(end.x, end.y)
    }
  }

  /** Strokes first the casing, then the line. */
  #twice(hue: string, width: number, stroke: () => void): void {
    const context = this.#context
    context.strokeStyle = casing
    context.lineWidth = width + 2.5
    stroke()
    context.strokeStyle = hue
    context.lineWidth = width
    stroke()
  }

  #at({ x, y }: Point): Point {
    const across = (x - this.#view.x) * this.#scale
    return { x: this.#mirrored ? this.#size.width - across : across, y: (y - this.#view.y) * this.#scale }
  }

  /** A rectangle of the picture on the canvas. */
  #place({ x, y, width, height }: Rectangle): Rectangle {
    const at = this.#at({ x: this.#mirrored ? x + width : x, y })
    return { ...at, width: width * this.#scale, height: height * this.#scale }
  }
}
