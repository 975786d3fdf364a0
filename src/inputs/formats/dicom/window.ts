import type { Raster } from '../../image/rgba.ts'
import type { DicomPicture } from './picture.ts'

/** Values between the window's ends become 0…255. */
export interface Window {
  readonly centre: number
  readonly width: number
}

/** The values of the modality, such as Hounsfield units: stored value · slope + intercept. */
export function modalityValues(
  stored: Float32Array<ArrayBuffer>,
  { slope, intercept }: DicomPicture,
): Float32Array<ArrayBuffer> {
  return slope === 1 && intercept === 0 ? stored : stored.map((value) => value * slope + intercept)
}

/** The window from the least to the greatest value. */
export function fullWindow(values: Float32Array): Window {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  // The inverse of the function below, whose ends lie at the centre − ½ ± half of the width − 1.
  return { centre: (least + greatest + 1) / 2, width: greatest - least + 1 }
}

/** The linear function of PS3.3 C.11.2.1.2.1; `null` keeps the values. MONOCHROME1 is shown as its negative. */
export function windowed(
  values: Float32Array,
  { width, height, photometric }: DicomPicture,
  window: Window | null,
): Raster {
  const data = new Float32Array(width * height * 4).fill(255)
  const negative = photometric === 'MONOCHROME1' && window !== null
  for (let i = 0; i < width * height; i++) {
    const value = values[i] as number
    const shown = window === null ? value : 255 * share(value, window)
    data.fill(negative ? 255 - shown : shown, i * 4, i * 4 + 3)
  }
  return { width, height, data }
}

function share(value: number, { centre, width }: Window): number {
  if (width <= 1) return value > centre - 0.5 ? 1 : 0
  return Math.min(1, Math.max(0, (value - (centre - 0.5)) / (width - 1) + 0.5))
}

/** Colours as they are. */
export function coloured(values: Float32Array, { width, height, bitsStored }: DicomPicture): Raster {
  const factor = 255 / (2 ** bitsStored - 1)
  const data = new Float32Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height * 3; i++) data[Math.floor(i / 3) * 4 + (i % 3)] = (values[i] as number) * factor
  return { width, height, data }
}
