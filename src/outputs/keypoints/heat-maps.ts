import type { Skeleton } from '../../base/skeleton.ts'
import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { coco17, face68, hand21, mpii16, unnamed } from '../skeletons.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import type { Instance, PointLayout, PointModel } from './layout.ts'

const skeletons: readonly (readonly [skeleton: Skeleton, thing: string])[] = [
  [mpii16, 'person'],
  [coco17, 'person'],
  [hand21, 'hand'],
  [face68, 'face'],
]

/** Numbers of points that published models have; others are feature maps. */
const unnamedCounts = [14, 15, 18, 19, 25]

const evidence = /heat_?map|confs?\b|confidence|keypoint|key_?point|joint|landmark/i

/** One heat map per point, of one person, hand or face: `[b, h, w, points]`, or `[b, points, h, w]` if the picture is fed so. */
export const heatMaps: PointLayout = {
  id: 'heat-maps',
  label: 'A heat map for each point',
  find: (outputs, context) => tensorsOf(outputs, context).flatMap((tensor) => modelOf(tensor, context)),
}

function modelOf(tensor: Tensor, context: ReadContext): readonly PointModel[] {
  const maps = mapsOf(tensor, context)
  if (maps === null) return []
  const { batch, count } = maps
  const known = skeletons.find(([{ names }]) => names.length === count)
  if (known === undefined && !unnamedCounts.includes(count)) return []
  if (pictureInput(context).frame.of === 'unit') return []
  const [skeleton, thing] = known ?? [unnamed(count), 'person']
  // Maps of classes have the same shape, so that only a name tells.
  const named = evidence.test(tensor.path) && !/part_heat|segment/i.test(tensor.path)
  const activated = isActivated(tensor)
  return [
    {
      fit: named ? 0.96 : 0.05,
      reason: `${count} maps are the heat maps of the points of a ${thing}`,
      uses: [tensor.name],
      batch,
      units: 'fractions',
      skeleton,
      thing,
      threshold: 0.1,
      pointThreshold: 0.3,
      note: '',
      decode: (row) => [peaksOf(tensor.data, maps, row, activated)],
    },
  ]
}

/** The value of a point in a cell is `data[row * cells * count + cell * step + point * stride]`. */
interface Maps {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly count: number
  readonly step: number
  readonly stride: number
}

function mapsOf({ shape }: Tensor, { inputs }: ReadContext): Maps | null {
  const [batch = 0, second = 0, third = 0, last = 0] = shape
  if (shape.length !== 4 || batch === 0) return null
  const isFirst = inputs.some((input) => input.shape.length === 4 && input.shape[1] === 3 && input.shape[3] !== 3)
  const [height, width, count] = isFirst ? [third, last, second] : [second, third, last]
  if (height < 8 || width < 8) return null
  const steps = isFirst ? { step: 1, stride: height * width } : { step: count, stride: 1 }
  return { batch, height, width, count, ...steps }
}

/** The largest value of each map, moved a quarter of a cell towards the larger neighbour. */
function peaksOf(data: Tensor['data'], maps: Maps, row: number, activated: boolean): Instance {
  const { height, width, count, step, stride } = maps
  const cells = height * width
  const at = (cell: number, point: number) => data[row * cells * count + cell * step + point * stride] as number
  const x = new Float32Array(count)
  const y = new Float32Array(count)
  const pointScore = new Float32Array(count)
  for (let point = 0; point < count; point++) {
    let best = 0
    for (let cell = 1; cell < cells; cell++) if (at(cell, point) > at(best, point)) best = cell
    const column = best % width
    const line = Math.floor(best / width)
    // At the edge there is only one neighbour to compare with.
    const across = column > 0 && column < width - 1 ? Math.sign(at(best + 1, point) - at(best - 1, point)) : 0
    const down = line > 0 && line < height - 1 ? Math.sign(at(best + width, point) - at(best - width, point)) : 0
    x[point] = (column + 0.5 + across / 4) / width
    y[point] = (line + 0.5 + down / 4) / height
    const value = at(best, point)
    pointScore[point] = activated ? value : sigmoid(value)
  }
  return { score: pointScore.reduce((sum, one) => sum + one, 0) / count, x, y, pointScore }
}
