/** What windows over pictures have in common, as the functions of `tf.backend_util` describe it. */
export interface WindowInfo {
  readonly batchSize: number
  readonly inHeight: number
  readonly inWidth: number
  readonly outHeight: number
  readonly outWidth: number
  readonly filterHeight: number
  readonly filterWidth: number
  readonly strideHeight: number
  readonly strideWidth: number
  readonly dilationHeight: number
  readonly dilationWidth: number
  readonly padInfo: { readonly top: number; readonly left: number }
}

/** A position that a window covers: its pixel in the batch, and its position in the window. */
export interface Tap {
  readonly pixel: number
  readonly tap: number
}

/** Calls `visit` with each output pixel of the batch, in order, and the taps of its window inside the picture. */
export function eachWindow(info: WindowInfo, visit: (pixel: number, taps: readonly Tap[]) => void): void {
  let pixel = 0
  for (let image = 0; image < info.batchSize; image++)
    for (let row = 0; row < info.outHeight; row++)
      for (let column = 0; column < info.outWidth; column++) visit(pixel++, tapsOf(info, image, row, column))
}

function tapsOf(info: WindowInfo, image: number, row: number, column: number): readonly Tap[] {
  const { inHeight, inWidth, filterHeight, filterWidth } = info
  const taps: Tap[] = []
  for (let i = 0; i < filterHeight; i++) {
    const y = row * info.strideHeight - info.padInfo.top + i * info.dilationHeight
    if (y < 0 || y >= inHeight) continue
    for (let k = 0; k < filterWidth; k++) {
      const x = column * info.strideWidth - info.padInfo.left + k * info.dilationWidth
      if (x >= 0 && x < inWidth) taps.push({ pixel: (image * inHeight + y) * inWidth + x, tap: i * filterWidth + k })
    }
  }
  return taps
}
