import type { Rectangle } from '../base/geometry.ts'
import type { Rgba } from './image/rgba.ts'

/** Numbers as a file holds them; float64 where neither float32 nor int32 holds them exactly. */
export type Numbers =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/** A picture that may not be decoded yet. Sizes are those after EXIF orientation. */
export interface ImageValue {
  readonly type: 'image'
  readonly width: number
  readonly height: number
  /** The whole picture. */
  pixels(): Promise<Rgba>
  /**
   * Crops and scales while decoding, equal to `resizeBilinear` within rounding to 8 bits; `null` where this browser does not do that.
   * Left out where the format has no such way.
   */
  readonly scaled?: (crop: Rectangle, width: number, height: number) => Promise<Rgba | null>
}

/** A picture at its final size: row-major, channels interleaved, RGB(A) until the channel step has run; values 0…255 until scaled. */
export interface PixelsValue {
  readonly type: 'pixels'
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: Float32Array<ArrayBuffer>
}

export interface Column {
  readonly name: string
  /** `empty` when no cell holds anything. Booleans count as numbers 0 and 1. */
  readonly type: 'number' | 'text' | 'empty'
  /** One per row; NaN for cells that hold no number. */
  readonly numbers: Float64Array<ArrayBuffer>
  text(row: number): string
}

export interface TableValue {
  readonly type: 'table'
  readonly rows: number
  readonly columns: readonly Column[]
}

/** An array of numbers or strings, row-major. */
export interface ArrayValue {
  readonly type: 'tensor'
  readonly shape: readonly number[]
  readonly data: Numbers | readonly string[]
  /** Names along the last dimension, where the values come from a table. */
  readonly names?: readonly string[]
}

/** What passes from step to step. The last step leaves a tensor. */
export type InputValue = ImageValue | PixelsValue | TableValue | ArrayValue

export function isStrings(data: ArrayValue['data']): data is readonly string[] {
  return Array.isArray(data)
}
