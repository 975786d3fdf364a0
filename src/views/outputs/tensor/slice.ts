/**
 * Memory layout of a 2-D slice of a row-major tensor: element (row, column) is at `offset + row · rowStride + column ·
 * columnStride`.
 */
export interface Slice {
  readonly offset: number
  readonly rows: number
  readonly columns: number
  readonly rowStride: number
  readonly columnStride: number
}

/**
 * The slice over two axes, with every other axis at a fixed index (default 0). Without axes (rank 0 or 1), the whole
 * tensor is one row.
 */
export function sliceOf(
  shape: readonly number[],
  axes: readonly [number, number] | null,
  held: Readonly<Record<number, number>>,
): Slice {
  const strides = stridesOf(shape)
  if (axes === null) {
    const columns = shape.reduce((product, dim) => product * dim, 1)
    return { offset: 0, rows: columns === 0 ? 0 : 1, columns, rowStride: columns, columnStride: 1 }
  }
  const [row, column] = axes
  const offset = shape.reduce((sum, dim, axis) => {
    const index = axis === row || axis === column ? 0 : Math.max(0, Math.min(dim - 1, held[axis] ?? 0))
    return sum + index * (strides[axis] ?? 0)
  }, 0)
  return {
    offset,
    rows: shape[row] ?? 0,
    columns: shape[column] ?? 0,
    rowStride: strides[row] ?? 0,
    columnStride: strides[column] ?? 0,
  }
}

/** Stride of each axis in elements, row-major. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis] ?? 1
  }
  return strides
}

/** Multi-dimensional index of element `at` of the flattened tensor: `[0, 12, 3]`. */
export function indexOf(at: number, shape: readonly number[]): readonly number[] {
  let rest = at
  return stridesOf(shape).map((stride) => {
    const index = Math.floor(rest / stride)
    rest -= index * stride
    return index
  })
}

/** The slice in NumPy notation: `[0, :, :, 3]`. */
export function formatSlice(
  shape: readonly number[],
  axes: readonly [number, number] | null,
  held: Readonly<Record<number, number>>,
): string {
  if (axes === null) return '[:]'
  return `[${shape.map((_, axis) => (axes.includes(axis) ? ':' : (held[axis] ?? 0))).join(', ')}]`
}
