import { bitwiseOps } from './bitwise.ts'
import { integerOps } from './check-int64.ts'
import { combinedBoxOps } from './combined-boxes.ts'
import { ctcOps } from './ctc.ts'
import { dynamicOps } from './dynamic.ts'
import { fusedOps } from './fused.ts'
import { hashingOps } from './hashing.ts'
import { linearAlgebraOps } from './linear-algebra.ts'
import { listOps } from './lists.ts'
import { lookupOps } from './lookup.ts'
import { noiseOps } from './noise.ts'
import type { CustomOp } from './op.ts'
import { patchOps } from './patches.ts'
import { projectiveOps } from './projective.ts'
import { raggedOps } from './ragged.ts'
import { raggedRowOps } from './ragged-rows.ts'
import { randomOps } from './random.ts'
import { regexOps } from './regex.ts'
import { resampleOps } from './resample-weights.ts'
import { scatterOps } from './scatter.ts'
import { specialOps } from './special.ts'
import { stringByteOps } from './string-bytes.ts'
import { stringNumberOps } from './string-numbers.ts'
import { stringSplitOps } from './string-split.ts'
import { stringOps } from './strings.ts'
import { suppressionOps } from './suppression.ts'
import { unicodeOps } from './unicode.ts'

/** Custom ops. A new one is a file and a row. */
export const customOps: readonly CustomOp[] = [
  ...fusedOps,
  ...lookupOps,
  ...listOps,
  ...stringOps,
  ...stringNumberOps,
  ...regexOps,
  ...stringSplitOps,
  ...unicodeOps,
  ...hashingOps,
  ...raggedOps,
  ...noiseOps,
  ...randomOps,
  ...bitwiseOps,
  ...integerOps,
  ...scatterOps,
  ...projectiveOps,
  ...combinedBoxOps,
  ...ctcOps,
  ...dynamicOps,
  ...linearAlgebraOps,
  ...patchOps,
  ...raggedRowOps,
  ...resampleOps,
  ...specialOps,
  ...stringByteOps,
  ...suppressionOps,
]

const byName = new Map(customOps.map((row) => [row.op, row]))

export function customOpOf(op: string): CustomOp | null {
  return byName.get(op) ?? null
}
