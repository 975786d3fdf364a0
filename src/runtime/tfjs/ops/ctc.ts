import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** The most likely class of each step without blanks and, if asked, repetitions; `[time, batch, classes]`. */
async function greedy({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [logits, lengths] = await Promise.all([numbersOf(inputs[0]), numbersOf(inputs[1])])
  const [, batch = 0, classes = 0] = given(inputs[0]).shape
  const merge = attributes.flag('merge_repeated')
  const stated = attributes.number('blank_index', -1)
  const blank = stated < 0 ? stated + classes : stated
  const places: (readonly [number, number])[] = []
  const values: number[] = []
  const scores: number[] = []
  let longest = 0
  for (let row = 0; row < batch; row++) {
    let [before, count, score] = [-1, 0, 0]
    for (let step = 0; step < (lengths[row] ?? 0); step++) {
      const start = (step * batch + row) * classes
      let best = 0
      for (let k = 1; k < classes; k++) if ((logits[start + k] ?? 0) > (logits[start + best] ?? 0)) best = k
      score -= logits[start + best] ?? 0
      if (best !== blank && !(merge && best === before)) {
        places.push([row, count++])
        values.push(best)
      }
      before = best
    }
    scores.push(score)
    longest = Math.max(longest, count)
  }
  return [
    tf.tensor2d(places.flat(), [places.length, 2], 'int32'),
    tf.tensor1d(values, 'int32'),
    tf.tensor1d([batch, longest], 'int32'),
    tf.tensor2d(scores, [batch, 1], 'float32'),
  ]
}

export const ctcOps: readonly CustomOp[] = [{ op: 'CTCGreedyDecoder', asynchronous: true, execute: greedy }]
