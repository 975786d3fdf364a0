import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/** As in TensorFlow, a shift below 0 counts as 0, and one above 31 as 31. */
function places(b: GraphBuilder, shift: Value, most: number): Value {
  return b.op('Minimum', [b.op('Maximum', [shift, b.int(0)]), b.int(most)])
}

/** `2 ** n` from a table, because some kernels compute powers in float32. */
function powerOfTwo(b: GraphBuilder, n: Value): Value {
  const powers = b.ints(Array.from({ length: 32 }, (_, i) => (2 ** i) | 0))
  return b.op('GatherV2', [powers, n, b.int(0)])
}

const left: Decomposition = (_, b, inputs) => {
  if (b.dtype(at(inputs, 0)) !== 'int32') return null
  return [b.op('Mul', [at(inputs, 0), powerOfTwo(b, places(b, at(inputs, 1), 31))])]
}

/** In two 16-bit halves, because the Wasm kernel divides integers in float32. */
const right: Decomposition = (_, b, inputs) => {
  const x = at(inputs, 0)
  if (b.dtype(x) !== 'int32') return null
  const shift = places(b, at(inputs, 1), 31)
  const lowShift = b.op('Minimum', [shift, b.int(16)])
  const low = b.op('FloorMod', [x, b.int(65536)])
  const high = b.op('FloorDiv', [b.op('Sub', [x, low]), b.int(65536)])
  const moved = b.op('FloorDiv', [high, powerOfTwo(b, b.op('Sub', [shift, lowShift]))])
  const put = b.op('Mul', [moved, powerOfTwo(b, b.op('Sub', [b.int(16), lowShift]))])
  return [b.op('AddV2', [put, b.op('FloorDiv', [low, powerOfTwo(b, lowShift)])])]
}

export const bits: readonly DecompositionRow[] = [
  ['LeftShift', left],
  ['RightShift', right],
]
