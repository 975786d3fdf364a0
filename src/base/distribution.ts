/** How the values of a tensor are distributed. Figures are of the finite ones, in float64. */
export interface Distribution {
  readonly elements: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Of the whole population, as NumPy's `std`. */
  readonly deviation: number
  readonly zeros: number
  readonly negative: number
  readonly nan: number
  readonly inf: number
  /** Numbers of values in bins of equal width from `min` to `max`; the last one includes `max`. */
  readonly histogram: readonly number[]
}
