/** Anchors as centre and size, fractions of the input: x, y, width and height in turn. */
export type Anchors = Float32Array<ArrayBuffer>

interface Sides {
  readonly width: number
  readonly height: number
}

/**
 * Anchors of SSD with six feature maps, as `multiple_grid_anchor_generator` of the Object Detection API makes them: scales
 * from 0.2 to 0.95; the first map has three small ones, each other one six.
 */
export function ssdAnchors(sides: readonly number[]): Anchors {
  const scales = sides.map((_, i) => 0.2 + (0.75 * i) / (sides.length - 1))
  const anchors: number[] = []
  for (const [level, side] of sides.entries()) {
    const scale = scales[level] as number
    const next = scales[level + 1] ?? 1
    const shapes: readonly (readonly [scale: number, ratio: number])[] =
      level === 0
        ? [
            [0.1, 1],
            [scale, 2],
            [scale, 0.5],
          ]
        : [
            [scale, 1],
            [scale, 2],
            [scale, 0.5],
            [scale, 3],
            [scale, 1 / 3],
            [Math.sqrt(scale * next), 1],
          ]
    for (let cell = 0; cell < side * side; cell++) {
      const x = ((cell % side) + 0.5) / side
      const y = (Math.floor(cell / side) + 0.5) / side
      for (const [size, ratio] of shapes) anchors.push(x, y, size * Math.sqrt(ratio), size / Math.sqrt(ratio))
    }
  }
  return Float32Array.from(anchors)
}

/** The size of an anchor relative to the base size, and its width by its height. */
export type AnchorShape = readonly [size: number, ratio: number]

/** `octaves` sizes per octave of three ratios, as `multiscale_grid_anchor_generator` orders them: sizes fastest. */
export function sizesFastest(octaves: number): readonly AnchorShape[] {
  return [1, 2, 0.5].flatMap((ratio) =>
    Array.from({ length: octaves }, (_, octave): AnchorShape => [2 ** (octave / octaves), ratio]),
  )
}

/** Three sizes per octave of three ratios, as Keras CV orders them: ratios fastest. */
export const ratiosFastest: readonly AnchorShape[] = [0, 1, 2].flatMap((octave) =>
  [0.5, 1, 2].map((ratio): AnchorShape => [2 ** (octave / 3), ratio]),
)

/** Anchors of a feature pyramid with levels 3 to 7: the base size is `scale` times the stride. */
export function pyramidAnchors({ width, height }: Sides, shapes: readonly AnchorShape[], scale: number): Anchors {
  const anchors: number[] = []
  for (let level = 3; level <= 7; level++) {
    const stride = 2 ** level
    const columns = Math.ceil(width / stride)
    const rows = Math.ceil(height / stride)
    const offset = { x: width % stride === 0 ? stride / 2 : 0, y: height % stride === 0 ? stride / 2 : 0 }
    for (let cell = 0; cell < columns * rows; cell++) {
      const x = ((cell % columns) * stride + offset.x) / width
      const y = (Math.floor(cell / columns) * stride + offset.y) / height
      for (const [relative, ratio] of shapes) {
        const size = scale * stride * relative
        anchors.push(x, y, (size * Math.sqrt(ratio)) / width, size / Math.sqrt(ratio) / height)
      }
    }
  }
  return Float32Array.from(anchors)
}

/** Anchors of square shapes, some per cell, by their sizes in pixels for each stride. */
export function squareAnchors(
  { width, height }: Sides,
  levels: readonly { readonly stride: number; readonly sizes: readonly number[] }[],
): Anchors {
  const anchors: number[] = []
  for (const { stride, sizes } of levels) {
    const columns = Math.ceil(width / stride)
    const rows = Math.ceil(height / stride)
    for (let cell = 0; cell < columns * rows; cell++) {
      for (const size of sizes) {
        const x = (((cell % columns) + 0.5) * stride) / width
        const y = ((Math.floor(cell / columns) + 0.5) * stride) / height
        anchors.push(x, y, size / width, size / height)
      }
    }
  }
  return Float32Array.from(anchors)
}
