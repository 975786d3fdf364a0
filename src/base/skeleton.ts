/** Named points of a body, a face or a hand, and the lines drawn between them. Left and right are the person's own. */
export interface Skeleton {
  /** `left eye`; one per point. */
  readonly names: readonly string[]
  /** Pairs of indices of `names`. */
  readonly edges: readonly (readonly [number, number])[]
}
