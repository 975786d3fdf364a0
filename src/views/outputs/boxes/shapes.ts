import type { Boxes, BoxRow, BoxShape } from '../../../base/readings/boxes.ts'
import { canvasOf, clear, packedHue } from '../scene/pixels.ts'
import { huesOf } from './hues.ts'

/** The shape of a box in the colour of its class, to lay over the picture. */
export interface ShapeLayer {
  readonly picture: OffscreenCanvas
  readonly place: BoxShape['place']
}

/** One layer per shape, the best last, so that it lies on top. Shapes without a cell have none. */
export function shapeLayers(data: Boxes, { shapes, index }: BoxRow): readonly ShapeLayer[] {
  const hues = huesOf(data)
  const layers = shapes.flatMap(({ inside, place, ...size }, i) => {
    if (inside.length === 0) return []
    const colour = packedHue(hues(index[i] ?? 0))
    return { picture: canvasOf(size, (cell) => (inside[cell] === 1 ? colour : clear)), place }
  })
  return layers.reverse()
}
