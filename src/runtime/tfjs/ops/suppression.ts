import type { Tensor } from '@tensorflow/tfjs-core'
import TinyQueue from 'tinyqueue'
import type { CustomOp, OpCall } from './op.ts'
import { overlap } from './overlap.ts'
import { given, numbersOf } from './values.ts'

interface Candidate {
  readonly box: number
  score: number
  /** The first kept box that it has not been compared with. */
  next: number
}

interface Limits {
  /** Largest number of boxes. */
  readonly most: number
  /** Largest overlap of two kept boxes. */
  readonly overlap: number
  /** Kept scores are above this. */
  readonly score: number
  /** Above 0, overlapping boxes lose score instead of being dropped. */
  readonly sigma: number
}

/** Boxes by falling score, none of which overlaps a better one too much, with their scores. */
function keptOf(corners: ArrayLike<number>, scores: ArrayLike<number>, limits: Limits) {
  const candidates: Candidate[] = []
  for (let box = 0; box < scores.length; box++) {
    const score = scores[box] ?? 0
    if (score > limits.score) candidates.push({ box, score, next: 0 })
  }
  const queue = new TinyQueue(candidates, (a, b) => b.score - a.score || a.box - b.box)
  const kept: { readonly boxes: number[]; readonly scores: number[] } = { boxes: [], scores: [] }
  while (kept.boxes.length < limits.most) {
    const best = queue.pop()
    if (best === undefined) break
    const before = best.score
    if (isDropped(corners, kept.boxes, best, limits)) continue
    if (best.score === before) {
      kept.boxes.push(best.box)
      kept.scores.push(best.score)
    } else if (best.score > limits.score) queue.push(best)
  }
  return kept
}

/** Compares a candidate with the boxes kept since it was last compared, the latest first; with a `sigma`, lowers its score. */
function isDropped(corners: ArrayLike<number>, kept: readonly number[], candidate: Candidate, limits: Limits): boolean {
  const first = candidate.next
  candidate.next = kept.length
  for (let i = kept.length - 1; i >= first; i--) {
    const shared = overlap(corners, 4 * candidate.box, 4 * (kept[i] ?? 0))
    if (limits.sigma <= 0) {
      if (shared > limits.overlap) return true
      continue
    }
    const weight = Math.fround(Math.exp(Math.fround((-0.5 / limits.sigma) * shared * shared)))
    candidate.score = Math.fround(candidate.score * weight)
    if (candidate.score <= limits.score) return false
  }
  return false
}

/** Boxes `[boxes, 4]` and scores `[boxes]`; tfjs drops boxes whose overlap is exactly the threshold, and pads to fewer. */
async function kept({ tf, inputs, attributes }: OpCall, outputs: readonly ('boxes' | 'scores' | 'valid')[]) {
  const [corners, scores] = await Promise.all([given(inputs[0]).data(), given(inputs[1]).data()])
  const [most = 0, threshold = 0, lowest = Number.NEGATIVE_INFINITY, sigma = 0] = (
    await Promise.all(inputs.slice(2).map(numbersOf))
  ).flat()
  const found = keptOf(corners, scores, { most, overlap: threshold, score: lowest, sigma })
  const valid = found.boxes.length
  const size = attributes.flag('pad_to_max_output_size') ? most : valid
  const padded = (values: readonly number[]) => Array.from({ length: size }, (_, i) => values[i] ?? 0)
  const made = {
    boxes: () => tf.tensor1d(padded(found.boxes), 'int32'),
    scores: () => tf.tensor1d(padded(found.scores)),
    valid: () => tf.scalar(valid, 'int32'),
  }
  return outputs.map((name): Tensor => made[name]())
}

const row = (op: string, ...outputs: Parameters<typeof kept>[1]): CustomOp => ({
  op,
  replaces: true,
  asynchronous: true,
  execute: (call) => kept(call, outputs),
})

export const suppressionOps: readonly CustomOp[] = [
  row('NonMaxSuppressionV2', 'boxes'),
  row('NonMaxSuppressionV3', 'boxes'),
  row('NonMaxSuppressionV4', 'boxes', 'valid'),
  row('NonMaxSuppressionV5', 'boxes', 'scores', 'valid'),
]
