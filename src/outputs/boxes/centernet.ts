import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import type { Candidates } from './candidates.ts'
import type { BoxLayout, Detector } from './layout.ts'

/**
 * CenterNet: heat maps of the centres, one per class, and at each place the distances to the four sides, or a size with an
 * offset of the centre.
 */
export const centernet: BoxLayout = {
  id: 'centernet',
  label: 'Heat maps of centres, and sizes (CenterNet)',
  find: (outputs, context) => headsIn(tensorsOf(outputs, context)).flatMap((head) => detectorOf(head, context)),
}

export interface CenternetHead {
  readonly heat: Tensor
  /** Two channels, width and height in cells, or four, distances to left, top, right and bottom in pixels. */
  readonly sizes: Tensor
  /** From the corner of the cell to the centre, in cells. */
  readonly offsets: Tensor | null
}

/** Maps of the same size: one with scores of classes beside sizes of two or four channels. */
export function headsIn(tensors: readonly Tensor[]): readonly CenternetHead[] {
  const maps = tensors.filter(({ shape }) => shape.length === 4 && (shape[0] ?? 0) > 0)
  return maps.flatMap((heat) => {
    if (!/heat|keypoints|cls|hm|center/i.test(heat.path) && !heat.ops.includes('Sigmoid')) return []
    const beside = maps.filter(
      (one) => one !== heat && one.shape[1] === heat.shape[1] && one.shape[2] === heat.shape[2],
    )
    const four = beside.find(({ shape }) => shape[3] === 4)
    const pairs = beside.filter(({ shape }) => shape[3] === 2)
    const offsets = pairs.find(({ path }) => /off|reg/i.test(path)) ?? null
    const sizes = four ?? pairs.find((one) => one !== offsets)
    if (sizes === undefined || (four === undefined && beside.length > 3) || beside.length > 2) return []
    return [{ heat, sizes, offsets }]
  })
}

function detectorOf({ heat, sizes, offsets }: CenternetHead, context: ReadContext): readonly Detector[] {
  const [batch = 0, height = 0, width = 0, classes = 0] = heat.shape
  const input = pictureInput(context)
  const stride = input.width / width
  if (input.frame.of === 'unit' || stride !== 4 || input.height / height !== stride) return []
  const activated = isActivated(heat)
  const four = sizes.shape[3] === 4
  return [
    {
      fit: 0.94,
      reason: `${heat.name} has a heat map of centres per class, and ${sizes.name} their sizes`,
      uses: [heat.name, sizes.name, ...(offsets === null ? [] : [offsets.name])],
      batch,
      units: 'pixels',
      classes,
      firstClass: 0,
      threshold: 0.3,
      overlap: 0.5,
      note: '',
      decode: (row, into) => {
        const cells = width * height
        for (let cell = 0; cell < cells; cell++) {
          const at = row * cells + cell
          const column = (cell % width) * stride
          const line = Math.floor(cell / width) * stride
          eachPeak(heat, { row, cell, width, height, classes, activated, into }, (score, index) => {
            const size = (i: number) => sizes.data[at * (four ? 4 : 2) + i] as number
            if (four) {
              into.add(score, index, column - size(0), line - size(1), column + size(2), line + size(3), cell)
              return
            }
            const offset = (i: number) => (offsets === null ? 0 : (offsets.data[at * 2 + i] as number)) * stride
            const x = column + offset(0)
            const y = line + offset(1)
            const halfWidth = (size(0) * stride) / 2
            const halfHeight = (size(1) * stride) / 2
            into.add(score, index, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, cell)
          })
        }
      },
    },
  ]
}

interface Place {
  readonly row: number
  readonly cell: number
  readonly width: number
  readonly height: number
  readonly classes: number
  readonly activated: boolean
  readonly into: Candidates
}

/** Calls `found` for each local maximum of a class whose score may be kept. */
function eachPeak({ data }: Tensor, place: Place, found: (score: number, index: number) => void): void {
  const { row, cell, width, height, classes, activated, into } = place
  const start = row * width * height
  for (let index = 0; index < classes; index++) {
    const value = data[(start + cell) * classes + index] as number
    const score = activated ? value : sigmoid(value)
    if (!into.wants(score)) continue
    const x = cell % width
    const y = Math.floor(cell / width)
    let isPeak = true
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        isPeak &&= !((data[(start + v * width + u) * classes + index] as number) > value)
      }
    }
    if (isPeak) found(score, index)
  }
}
