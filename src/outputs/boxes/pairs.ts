import type { Tensor } from '../tensors.ts'
import { backgroundName } from '../typed-names.ts'
import type { ScoreRule } from './score-rule.ts'

/** Scores `[b, n, classes]` and boxes `[b, n, 4]` or `[b, n, 1, 4]` of the same n places, without a suppression. */
export interface Pair {
  readonly boxes: Tensor
  readonly scores: Tensor
  readonly batch: number
  readonly rows: number
  readonly columns: number
  /** Five points per place, of faces. */
  readonly points: Tensor | null
  /** `[n, 4]` centre and size of the anchors, y before x. */
  readonly anchors: Tensor | null
}

export function pairsIn(tensors: readonly Tensor[]): readonly Pair[] {
  return tensors.flatMap((boxes) => {
    const shape = boxes.shape.length === 2 ? [1, ...boxes.shape] : boxes.shape
    const batch = shape[0] ?? 0
    const rows = shape[1] ?? 0
    const isBoxes = shape.at(-1) === 4 && (shape.length === 3 || (shape.length === 4 && shape[2] === 1))
    if (!isBoxes || batch === 0 || rows < 10 || isAnchors(boxes)) return []
    const beside = tensors.filter((one) => one !== boxes && one.shape[0] === batch && one.shape[1] === rows)
    const scores = beside.filter(({ shape: other }) => other.length === 3 && other[2] !== 10)
    // Transformers give the states of their queries beside the scores.
    const named = scores.length > 1 ? scores.filter(({ path }) => /logit|class|score|cls|conf/i.test(path)) : scores
    const [only] = named
    if (only === undefined || named.length > 1) return []
    const points = beside.find(({ shape: other }) => other.length === 3 && other[2] === 10) ?? null
    const anchors = tensors.find((one) => isAnchors(one) && one.data.length === rows * 4) ?? null
    return [{ boxes, scores: only, batch, rows, columns: only.shape[2] ?? 0, points, anchors }]
  })
}

const isAnchors = ({ shape, path }: Tensor) => shape.length === 2 && shape[1] === 4 && /anchor/i.test(path)

/**
 * Where the scores of the classes are. The number of class names tells whether the background comes before them. Without
 * names, it does in outputs of the Object Detection API, known by their names, and if there are 2, 21 or 91 columns.
 */
export function ruleOf(
  { scores, columns }: Pair,
  apply: ScoreRule['apply'],
  labels: readonly string[] | null,
): ScoreRule {
  const named = labels === null ? null : labels.length - Number(backgroundName.test(labels[0] ?? ''))
  const usual =
    (columns === 2 || columns === 91 || columns === 21 || /convert_scores|raw_detection/.test(scores.path)) &&
    !/\bSlice\b|Postprocessor\/Slice/.test(scores.path)
  const background = named === columns - 1 || (named !== columns && usual)
  return background
    ? { from: 1, to: columns, apply, firstClass: columns === 2 ? 0 : 1 }
    : { from: 0, to: columns, apply, firstClass: 0 }
}

/** Rows examined at most. */
const examined = 4096

/** Whether corners are in order and near the picture: of decoded boxes almost all are, of offsets about a quarter. */
export function isInOrder({ data }: Tensor): boolean {
  const rows = data.length / 4
  const step = Math.max(1, Math.floor(rows / examined))
  let ordered = 0
  let seen = 0
  for (let row = 0; row < rows; row += step) {
    const at = row * 4
    seen++
    if ((data[at + 2] as number) >= (data[at] as number) && (data[at + 3] as number) >= (data[at + 1] as number))
      ordered++
  }
  return ordered > seen * 0.99
}
