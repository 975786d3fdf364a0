/** How a picture that is larger than the input of its model is run: in parts that overlap. */
export interface Tiles {
  /** Size of a tile in pixels of the input. */
  readonly width: number
  readonly height: number
  /** Pixels that neighbouring tiles have in common. */
  readonly overlap: number
  /** Dimensions of the input that are its height and width. */
  readonly axes: { readonly height: number; readonly width: number }
}

/**
 * Where tiles start along one side: evenly spaced, so that all have the same size and overlap by at least `overlap`.
 * One tile if the side is not longer.
 */
export function tileStarts(length: number, tile: number, overlap: number): readonly number[] {
  if (length <= tile) return [0]
  const count = Math.ceil((length - overlap) / Math.max(1, tile - overlap))
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - tile)) / (count - 1)))
}

/**
 * Weights of the pixels along one side of a tile: 1 inside, falling towards a neighbour, and 0 in the outer quarter of
 * the overlap, where a model sees what is not there. The border of the picture is not faded.
 */
export function tileWeights(tile: number, before: number, after: number): Float32Array {
  const ramp = (distance: number, overlap: number) =>
    overlap === 0 ? 1 : Math.max(0, (distance + 0.5 - overlap / 4) / (overlap / 2))
  return Float32Array.from({ length: tile }, (_, i) => Math.min(1, ramp(i, before), ramp(tile - 1 - i, after)))
}
