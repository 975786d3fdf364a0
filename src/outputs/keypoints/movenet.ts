import { coco17 } from '../skeletons.ts'
import { type Tensor, tensorsOf, within } from '../tensors.ts'
import type { Instance, PointLayout, PointModel } from './layout.ts'

const size = coco17.names.length

/** MoveNet for one person: `[b, 1, 17, 3]` with y, x and score of each point, as fractions of the input. */
export const movenet: PointLayout = {
  id: 'movenet',
  label: 'Rows of y, x, score: one person (MoveNet)',
  find: (outputs, context) =>
    tensorsOf(outputs, context).flatMap((tensor) => {
      const [batch = 0, one, points, columns] = tensor.shape
      if (tensor.shape.length !== 4 || one !== 1 || points !== size || columns !== 3 || batch === 0) return []
      if (!plausible(tensor.data, 3)) return []
      return [modelOf(tensor, batch, (row) => [personAt(tensor.data, row * size * 3)])]
    }),
}

/** Values of a row of MoveNet for several people: the points, then the box as top, left, bottom, right, then its score. */
const width = size * 3 + 5

/** MoveNet for several people: `[b, 6, 56]`, as fractions of the input. */
export const movenetMulti: PointLayout = {
  id: 'movenet-multi',
  label: 'Rows of y, x, score, then a box: several people (MoveNet)',
  find: (outputs, context) =>
    tensorsOf(outputs, context).flatMap((tensor) => {
      const [batch = 0, people = 0, columns] = tensor.shape
      // The same width with more rows than people is a head of YOLO.
      if (tensor.shape.length !== 3 || columns !== width || people === 0 || people > 100 || batch === 0) return []
      if (!within(tensor.data, -1, 2)) return []
      return [
        modelOf(tensor, batch, (row) =>
          Array.from({ length: people }, (_, i) => {
            const at = (row * people + i) * width
            const [top, left, bottom, right, score] = Array.from(tensor.data.subarray(at + size * 3, at + width)) as [
              number,
              number,
              number,
              number,
              number,
            ]
            return { ...personAt(tensor.data, at), score, box: { left, top, right, bottom } }
          }),
        ),
      ]
    }),
}

function modelOf({ name, shape }: Tensor, batch: number, decode: PointModel['decode']): PointModel {
  return {
    fit: 0.97,
    reason: `${shape.length === 4 ? '17 rows of y, x and score' : 'rows of 17 points, a box and a score'} are the points of people`,
    uses: [name],
    batch,
    units: 'fractions',
    skeleton: coco17,
    thing: 'person',
    threshold: 0.25,
    pointThreshold: 0.3,
    note: '',
    decode,
  }
}

/** The person's score is the mean of its points'. */
function personAt(data: Tensor['data'], at: number): Instance {
  const column = (offset: number) => Float32Array.from({ length: size }, (_, i) => data[at + i * 3 + offset] as number)
  const pointScore = column(2)
  return { score: pointScore.reduce((sum, one) => sum + one, 0) / size, x: column(1), y: column(0), pointScore }
}

/** Whether positions are near the picture, and scores are 0…1. */
function plausible(data: Tensor['data'], columns: number): boolean {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    const isScore = i % columns === columns - 1
    if (!(value >= (isScore ? -0.001 : -1) && value <= (isScore ? 1.001 : 2))) return false
  }
  return true
}
