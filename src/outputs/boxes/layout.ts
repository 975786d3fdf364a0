import type { BoxShape } from '../../base/readings/boxes.ts'
import type { Skeleton } from '../../base/skeleton.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import type { Units } from '../picture-input.ts'
import type { Candidates } from './candidates.ts'

/** How a family of detectors writes its boxes. */
export interface BoxLayout {
  readonly id: string
  /** As offered on the page: `YOLO v5 or v7: box, objectness, classes`. */
  readonly label: string
  /** The detectors of this layout among some outputs; decodes nothing. */
  find(outputs: readonly NamedOutput[], context: ReadContext): readonly Detector[]
}

/** Boxes found in some outputs, not decoded yet. */
export interface Detector {
  /** 0 (not at all) … 1, and the reason, as a phrase. */
  readonly fit: number
  readonly reason: string
  /** The outputs it reads, first the one that it describes. */
  readonly uses: readonly string[]
  /** Pictures in the batch. */
  readonly batch: number
  readonly units: Units
  /** Number of classes without the background; `null` if unknown. */
  readonly classes: number | null
  /** The number of the first class: 1 if the model counts the background as 0, or counts from 1. */
  readonly firstClass: number
  /** Names of its classes, in order from `firstClass`, if the family implies them: `face`. */
  readonly names?: readonly string[]
  /** Automatic options. `overlap` is 1 if the model has already removed overlapping boxes. */
  readonly threshold: number
  readonly overlap: number
  /** Whether the family averages overlapping boxes and their points, weighted by their scores. */
  readonly blends?: true
  /** Points that each box carries. */
  readonly points?: BoxPoints
  /** Instance mask of each box. */
  readonly shapes?: BoxShapes
  /** Assumptions, in sentences; may be empty. */
  readonly note: string
  /** Decodes the boxes of one picture of the batch. */
  decode(row: number, into: Candidates): void
}

/** In the detector's units. */
export interface Corners {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface BoxShapes {
  /** The shape of the box made from `source`, with the corners of its grid. */
  of(row: number, source: number, box: Corners): Omit<BoxShape, 'place'> & { readonly place: Corners }
}

export interface BoxPoints {
  readonly skeleton: Skeleton
  /** Writes x and y of each point of the box made from `source`, in the detector's units, from `at`. */
  write(row: number, source: number, into: Float32Array<ArrayBuffer>, at: number): void
  /** The scores of the points, 0…1, if there are any. */
  scores?(row: number, source: number, into: Float32Array<ArrayBuffer>, at: number): void
}
