/** The cells of feature maps with some strides, finest first, rows first: column, row and stride of each. */
export interface Cells {
  readonly count: number
  readonly x: Float32Array<ArrayBuffer>
  readonly y: Float32Array<ArrayBuffer>
  readonly stride: Float32Array<ArrayBuffer>
}

interface Sides {
  readonly width: number
  readonly height: number
}

export function countCells({ width, height }: Sides, strides: readonly number[]): number {
  return strides.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0)
}

export function cellsOf({ width, height }: Sides, strides: readonly number[]): Cells {
  const count = countCells({ width, height }, strides)
  const cells = { count, x: new Float32Array(count), y: new Float32Array(count), stride: new Float32Array(count) }
  let at = 0
  for (const stride of strides) {
    const columns = Math.ceil(width / stride)
    const rows = Math.ceil(height / stride)
    for (let cell = 0; cell < columns * rows; cell++, at++) {
      cells.x[at] = cell % columns
      cells.y[at] = Math.floor(cell / columns)
      cells.stride[at] = stride
    }
  }
  return cells
}
