import type { GraphBuilder } from './builder.ts'
import type { Value } from './graph.ts'

/** 0, 1 … `count` − 1 as an int32 vector; `count` is an int32 scalar. */
export const countUp = (b: GraphBuilder, count: Value): Value => b.op('Range', [b.int(0), count, b.int(1)])
