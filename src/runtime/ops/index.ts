import { hashingOps } from './hashing.ts'
import { listOps } from './lists.ts'
import { lookupOps } from './lookup.ts'
import type { CustomOp } from './op.ts'
import { raggedOps } from './ragged.ts'
import { randomOps } from './random.ts'
import { regexOps } from './regex.ts'
import { stringSplitOps } from './string-split.ts'
import { stringOps } from './strings.ts'
import { unicodeOps } from './unicode.ts'

/** The ops that we execute ourselves. A new one is a file and a row. */
export const customOps: readonly CustomOp[] = [
  ...lookupOps,
  ...listOps,
  ...stringOps,
  ...regexOps,
  ...stringSplitOps,
  ...unicodeOps,
  ...hashingOps,
  ...raggedOps,
  ...randomOps,
]

const byName = new Map(customOps.map((row) => [row.op, row]))

export function customOpOf(op: string): CustomOp | null {
  return byName.get(op) ?? null
}
