/** Cells of a feature map: `perCell` anchors in each, `stride` pixels apart. */
export interface Level {
  readonly stride: number
  readonly perCell: number
}

/** Centres of the anchors of square cells: x and y in turn, px of the input, rows first. */
export function cellCentres(size: number, levels: readonly Level[]): Float32Array<ArrayBuffer> {
  const centres: number[] = []
  for (const { stride, perCell } of levels) {
    const side = Math.ceil(size / stride)
    for (let cell = 0; cell < side * side; cell++) {
      const x = ((cell % side) + 0.5) * stride
      const y = (Math.floor(cell / side) + 0.5) * stride
      for (let i = 0; i < perCell; i++) centres.push(x, y)
    }
  }
  return Float32Array.from(centres)
}

/** The number of anchors of square cells. */
export function countAnchors(size: number, levels: readonly Level[]): number {
  return levels.reduce((sum, { stride, perCell }) => sum + Math.ceil(size / stride) ** 2 * perCell, 0)
}
