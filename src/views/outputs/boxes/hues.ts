import type { Boxes } from '../../../base/readings/boxes.ts'
import { hueOf } from '../scene/colours.ts'

/** The colour of each class in this result. */
export function huesOf({ classes }: Pick<Boxes, 'classes'>): (index: number) => string {
  const places = new Map(classes.map(({ index }, place) => [index, place]))
  return (index) => hueOf(places.get(index) ?? 0)
}
