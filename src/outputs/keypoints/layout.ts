import type { Skeleton } from '../../base/skeleton.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import type { Units } from '../picture-input.ts'

/** How a family of models writes its points. */
export interface PointLayout {
  readonly id: string
  /** As offered on the page. */
  readonly label: string
  /** The models of this layout among some outputs; decodes nothing. */
  find(outputs: readonly NamedOutput[], context: ReadContext): readonly PointModel[]
}

/** Points found in some outputs, not decoded yet. */
export interface PointModel {
  /** 0 (not at all) … 1, and the reason, as a phrase. */
  readonly fit: number
  readonly reason: string
  /** The outputs it reads, first the one that it describes. */
  readonly uses: readonly string[]
  /** Pictures in the batch. */
  readonly batch: number
  readonly units: Units
  readonly skeleton: Skeleton
  /** What one instance is: `person`. */
  readonly thing: string
  /** Automatic lowest scores of an instance and of a point. */
  readonly threshold: number
  readonly pointThreshold: number
  /** Assumptions, in sentences; may be empty. */
  readonly note: string
  /** The instances in one picture of the batch, in any order. */
  decode(row: number): readonly Instance[]
}

/** One instance; arrays have an element per point, in the model's units. */
export interface Instance {
  /** 0…1; `NaN` if the model gives none. */
  readonly score: number
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** Depth, in the units of `x`. */
  readonly z?: ArrayLike<number>
  readonly pointScore?: ArrayLike<number>
  readonly box?: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
}
