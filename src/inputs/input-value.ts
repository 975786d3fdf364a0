import type { Rectangle } from '../base/geometry.ts'
import type { Raster, Rgba } from './image/rgba.ts'
import type { Sound } from './sound/sound.ts'

/** Numbers as stored in the file; float64 if neither float32 nor int32 represents them exactly. */
export type Numbers =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/** A picture that may not be decoded yet. Sizes are after EXIF orientation. */
export interface ImageValue {
  readonly type: 'image'
  readonly width: number
  readonly height: number
  /** The whole picture. */
  pixels(): Promise<Raster>
  /**
   * Crops and scales while decoding, equal to `resizeBilinear` within rounding to 8 bits; `null` if this browser does
   * not scale exactly. Absent if the format does not support it.
   */
  readonly scaled?: (crop: Rectangle, width: number, height: number) => Promise<Rgba | null>
}

/**
 * A picture at its final size: row-major, interleaved channels, RGB(A) until the channel step; values 0…255 until the
 * scale step.
 */
export interface PixelsValue {
  readonly type: 'pixels'
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: Float32Array<ArrayBuffer>
}

export interface Column {
  readonly name: string
  /** `empty` if all cells are empty. Booleans are the numbers 0 and 1. */
  readonly type: 'number' | 'text' | 'empty'
  /** One per row; NaN for cells that are not numbers. */
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
  /** Names along the last dimension, if the values come from a table. */
  readonly names?: readonly string[]
}

/** A decoded sound, before it is cut into windows. */
export interface SoundValue extends Sound {
  readonly type: 'sound'
  /** Whether it is a live stream, of which only the newest window is used. */
  readonly isLive?: boolean
}

/** Windows of a sound, one after another, of the first channel and then of the others. */
export interface WindowsValue {
  readonly type: 'windows'
  readonly windows: number
  /** Samples per window, or frames of a spectrogram with the frequencies of one frame in a row. */
  readonly length: number
  readonly data: Float32Array<ArrayBuffer>
}

/** The value passed from step to step. The last step produces a tensor. */
export type InputValue = ImageValue | PixelsValue | TableValue | SoundValue | WindowsValue | ArrayValue

export function isStrings(data: ArrayValue['data']): data is readonly string[] {
  return Array.isArray(data)
}
