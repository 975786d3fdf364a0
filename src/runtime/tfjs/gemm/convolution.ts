import type { backend_util } from '@tensorflow/tfjs-core'
import type { Images, Padding } from './products.ts'

/**
 * Describes a convolution of images [batch, height, width, channels] as a matrix product without im2col: each output
 * pixel is a row, and each row of the filter window is a segment, because its values are contiguous. Padded images are
 * copied. `null` for other layouts.
 */
export function convolutionImages(info: backend_util.Conv2DInfo): Images | null {
  const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth, filterHeight, filterWidth } = info
  const { dataFormat, dilationHeight, dilationWidth, strideHeight, strideWidth, padInfo } = info
  if (dataFormat !== 'channelsLast' || (dilationWidth > 1 && filterWidth > 1)) return null
  const { top, bottom, left, right } = padInfo
  const [paddedHeight, paddedWidth] = [inHeight + top + bottom, inWidth + left + right]
  const padding: Padding = { height: inHeight, width: inWidth, channels, top, left, paddedHeight, paddedWidth }
  const line = paddedWidth * channels
  const pointwise = strideHeight === 1 && strideWidth === 1 && filterHeight === 1 && filterWidth === 1
  const unpadded = top + bottom + left + right === 0
  if (pointwise && unpadded) return matrixRows(batchSize * inHeight * inWidth, channels)
  return {
    count: batchSize,
    length: inHeight * inWidth * channels,
    padding: unpadded ? null : padding,
    rows: {
      lines: outHeight,
      rows: outWidth,
      segments: filterHeight,
      k: filterWidth * channels,
      rowStride: strideWidth * channels,
      segmentStride: dilationHeight * line,
      lineStride: strideHeight * line,
    },
  }
}

/** A matrix [rows, k]. */
export function matrixRows(rows: number, k: number): Images {
  const all = { lines: 1, rows, segments: 1, k, rowStride: k, segmentStride: 0, lineStride: 0 }
  return { count: 1, length: rows * k, padding: null, rows: all }
}
