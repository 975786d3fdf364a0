interface TopK {
  /** Row by row, the largest first. */
  readonly values: Float32Array | Int32Array
  readonly places: Int32Array
}

/** The `k` largest values of each row, and of equal values the first; NaN counts as −∞. */
export function topK(from: Float32Array | Int32Array, length: number, k: number): TopK {
  const rows = from.length / length
  const [values, places] = [from.slice(0, rows * k), new Int32Array(rows * k)]
  for (let row = 0; row < rows; row++)
    for (const [i, place] of largest(from.subarray(row * length, (row + 1) * length), k).entries()) {
      places[row * k + i] = place
      values[row * k + i] = from[row * length + place] as number
    }
  return { values, places }
}

function largest(row: Float32Array | Int32Array, k: number): readonly number[] {
  const numbers = row.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value))
  const least = numbers.slice().sort()[row.length - k] as number
  const [above, equal]: [number[], number[]] = [[], []]
  for (const [i, value] of numbers.entries()) {
    if (value > least) above.push(i)
    else if (value === least && equal.length < k) equal.push(i)
  }
  const order = (a: number, b: number) => {
    const [x, y] = [numbers[a] as number, numbers[b] as number]
    return x === y ? a - b : x > y ? -1 : 1
  }
  return [...above.sort(order), ...equal].slice(0, k)
}
