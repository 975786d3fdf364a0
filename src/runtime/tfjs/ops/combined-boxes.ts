import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import { overlap } from './overlap.ts'
import { given, numbersOf } from './values.ts'

interface Candidate {
  readonly score: number
  readonly kind: number
  /** Where its corners `y1, x1, y2, x2` begin. */
  readonly box: number
}

/** The best boxes of one class, none of which overlaps a better one too much. */
function suppressed(
  corners: readonly number[],
  candidates: readonly Candidate[],
  most: number,
  threshold: number,
): readonly Candidate[] {
  const kept: Candidate[] = []
  for (const one of [...candidates].sort((a, b) => b.score - a.score)) {
    if (kept.length >= most) break
    if (kept.every(({ box }) => overlap(corners, box, one.box) <= threshold)) kept.push(one)
  }
  return kept
}

/** Boxes `[batch, boxes, 1 or classes, 4]` and scores `[batch, boxes, classes]`. */
async function combined({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [boxes = [], scores = [], ...settings] = await Promise.all(inputs.map(numbersOf))
  const [perClass = 0, total = 0, threshold = 0, lowest = 0] = settings.flat()
  const [batch = 0, count = 0, kinds = 0] = given(inputs[1]).shape
  const shared = given(inputs[0]).shape[2] === 1
  const size = attributes.flag('pad_per_class') ? Math.min(total, perClass * kinds) : total
  const clip = attributes.flag('clip_boxes', true)
  const out = { boxes: new Float32Array(batch * size * 4), scores: new Float32Array(batch * size) }
  const classes = new Float32Array(batch * size)
  const valid: number[] = []
  for (let row = 0; row < batch; row++) {
    const found: Candidate[] = []
    for (let kind = 0; kind < kinds; kind++) {
      const candidates: Candidate[] = []
      for (let i = 0; i < count; i++) {
        const score = scores[(row * count + i) * kinds + kind] ?? 0
        const start = ((row * count + i) * (shared ? 1 : kinds) + (shared ? 0 : kind)) * 4
        if (score > lowest) candidates.push({ score, kind, box: start })
      }
      found.push(...suppressed(boxes, candidates, perClass, threshold))
    }
    const best = found.sort((a, b) => b.score - a.score).slice(0, size)
    best.forEach(({ score, kind, box }, i) => {
      const at = row * size + i
      const corners = boxes.slice(box, box + 4)
      out.boxes.set(clip ? corners.map((corner) => Math.min(1, Math.max(0, corner))) : corners, at * 4)
      out.scores[at] = score
      classes[at] = kind
    })
    valid.push(best.length)
  }
  return [
    tf.tensor3d(out.boxes, [batch, size, 4]),
    tf.tensor2d(out.scores, [batch, size]),
    tf.tensor2d(classes, [batch, size]),
    tf.tensor1d(valid, 'int32'),
  ]
}

export const combinedBoxOps: readonly CustomOp[] = [
  { op: 'CombinedNonMaxSuppression', asynchronous: true, execute: combined },
]
