import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { mul, sub } from '../layers/elementwise.ts'
import type { OperationRow } from './contract.ts'

type Bitwise = (b: GraphBuilder, x: Value, y: Value) => Value

function bitwise(classes: readonly string[], functions: readonly string[], apply: string | Bitwise): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x', 'y'],
    lower: (a) => {
      const [x, y] = [a.b.cast(a.value('x', 'x1'), 'int32'), a.b.cast(a.value('y', 'x2'), 'int32')]
      return typeof apply === 'string' ? a.b.op(apply, [x, y]) : apply(a.b, x, y)
    },
  }
}

const powerOfTwo = (b: GraphBuilder, y: Value): Value => b.op('Pow', [b.int(2), y])

/** In two's complement, `~x` is `-x - 1`. */
const not: OperationRow = {
  classes: ['BitwiseNot', 'BitwiseInvert'],
  functions: ['bitwise.invert'],
  parameters: ['x'],
  lower: (a) => sub(a.b, a.b.op('Neg', [a.b.cast(a.x, 'int32')]), 1),
}

export const bitwiseRows: readonly OperationRow[] = [
  bitwise(['BitwiseAnd'], ['bitwise.bitwise_and'], 'BitwiseAnd'),
  bitwise(['BitwiseOr'], ['bitwise.bitwise_or'], 'BitwiseOr'),
  bitwise(['BitwiseXor'], ['bitwise.bitwise_xor'], 'BitwiseXor'),
  not,
  bitwise(['BitwiseLeftShift', 'LeftShift'], ['bitwise.left_shift'], (b, x, y) => mul(b, x, powerOfTwo(b, y))),
  bitwise(['BitwiseRightShift', 'RightShift'], ['bitwise.right_shift'], (b, x, y) =>
    b.op('FloorDiv', [x, powerOfTwo(b, y)]),
  ),
]
