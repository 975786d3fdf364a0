import type { ImageReading } from '../../base/picture.ts'

export type Layout = Pick<ImageReading, 'width' | 'height' | 'channels' | 'layout' | 'count'>

const smallest = 8
/** Without a batch dimension the shape is weaker evidence, so the minimum size is larger. */
const smallestAlone = 16

/**
 * Interprets a shape as pictures: `[b, h, w, c]`, `[b, c, h, w]` or `[h, w, c]` with c 1, 3 or 4 (the last one: 3 or
 * 4). `null` for anything else, including feature maps such as `[1, 25, 25, 17]`.
 */
export function layoutOf(shape: readonly number[]): Layout | null {
  if (shape.length === 3) {
    const [height = 0, width = 0, depth = 0] = shape
    const channels = channelsOf(depth)
    if (channels === null || channels === 1 || Math.min(height, width) < smallestAlone) return null
    return { width, height, channels, layout: 'nhwc', count: 1 }
  }
  if (shape.length !== 4) return null
  const [count = 0, second = 0, third = 0, last = 0] = shape
  if (count < 1) return null
  const lastChannels = channelsOf(last)
  if (lastChannels !== null && Math.min(second, third) >= smallest)
    return { width: third, height: second, channels: lastChannels, layout: 'nhwc', count }
  const firstChannels = channelsOf(second)
  if (firstChannels !== null && Math.min(third, last) >= smallest)
    return { width: last, height: third, channels: firstChannels, layout: 'nchw', count }
  return null
}

function channelsOf(size: number): 1 | 3 | 4 | null {
  return size === 1 || size === 3 || size === 4 ? size : null
}

/** Rows that are flattened squares, of one channel or three: `[b, h · w]`. `null` for anything else. */
export function flatLayoutOf(shape: readonly number[]): Layout | null {
  const [count = 0, width = 0] = shape
  if (shape.length !== 2 || count < 1) return null
  for (const channels of [1, 3] as const) {
    const side = Math.sqrt(width / channels)
    if (Number.isInteger(side) && side >= smallest)
      return { width: side, height: side, channels, layout: 'nhwc', count }
  }
  return null
}

/** Sizes of data sets that are usually flattened: digits of 28 × 28, colour pictures of 32 × 32 and 64 × 64. */
export function isUsual({ width, channels }: Layout): boolean {
  return channels === 1 ? width === 28 : width === 32 || width === 64
}

/** Whether rows of one shape are as wide as rows, or flattened pictures, of the other. */
export function sameWidth(input: readonly number[], output: readonly number[]): boolean {
  return input.length >= 2 && input.slice(1).reduce((product, size) => product * size, 1) === output.at(-1)
}
