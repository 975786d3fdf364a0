import { type Tensor, tensorsOf, within } from '../tensors.ts'
import type { BoxLayout, Detector } from './layout.ts'
import { bestClasses } from './score-rule.ts'
import { unitsOf } from './units.ts'

/** Fewer rows are too weak an evidence. */
const fewest = 10

/** Decoded corners and a score per class in one row, overlaps not removed: YOLO v4, which drops weak boxes itself. */
export const scoredCorners: BoxLayout = {
  id: 'scored-corners',
  label: 'Rows of top, left, bottom, right and a score per class (YOLO v4)',
  find: (outputs, context) =>
    tensorsOf(outputs, context).flatMap((tensor) => (isScoredCorners(tensor) ? [detectorOf(tensor)] : [])),
}

function isScoredCorners({ shape, data }: Tensor): boolean {
  const [batch = 0, rows = 0, width = 0] = shape
  if (shape.length !== 3 || batch === 0 || rows < fewest || width < 6 || !within(data, -0.5, 1.5)) return false
  let ordered = 0
  for (let at = 0; at < data.length; at += width) {
    for (let i = 4; i < width; i++) if (!((data[at + i] as number) >= 0 && (data[at + i] as number) <= 1)) return false
    const [top, left, bottom, right] = data.subarray(at, at + 4) as unknown as readonly [number, number, number, number]
    if (bottom > top && right > left) ordered++
  }
  return ordered > (data.length / width) * 0.99
}

function detectorOf({ name, shape, data }: Tensor): Detector {
  const [batch = 0, rows = 0, width = 0] = shape
  const classes = width - 4
  return {
    fit: 0.85,
    reason: `each row of ${name} has four sides in order and ${classes} scores`,
    uses: [name],
    batch,
    units: unitsOf(rows * 4, (i) => data[Math.floor(i / 4) * width + (i % 4)] as number),
    classes,
    firstClass: 0,
    threshold: 0.25,
    overlap: 0.45,
    note: '',
    decode: (row, into) => {
      const values = data.subarray(row * rows * width, (row + 1) * rows * width)
      bestClasses(values, width, { from: 4, to: width, apply: 'none', firstClass: 0 }, into, (source, score, index) => {
        const side = (i: number) => values[source * width + i] as number
        into.add(score, index, side(1), side(0), side(3), side(2), source)
      })
    },
  }
}
