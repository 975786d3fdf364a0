/** The shape with 1s prepended up to this rank. */
export function padded(shape: readonly number[], rank: number): readonly number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape]
}

/** The index in a tensor of shape `from` that broadcasts to element `i` of a tensor of shape `shape`. */
export function broadcastPlace(i: number, shape: readonly number[], from: readonly number[]): number {
  let [rest, stride, index] = [i, 1, 0]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1
    if (from[axis] !== 1) index += (rest % size) * stride
    stride *= from[axis] ?? 1
    rest = Math.floor(rest / size)
  }
  return index
}
