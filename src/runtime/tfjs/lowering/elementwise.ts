import { floatAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { countUp } from '../../../graph/count-up.ts'
import type { Value } from '../../../graph/graph.ts'
import { at, type DecompositionRow } from '../../../graph/passes/decompose.ts'

const scalar = (b: GraphBuilder, like: Value, value: number) => b.scalarLike(like, value)

/** `then` where `test` equals 0, `otherwise` elsewhere. */
function unlessZero(b: GraphBuilder, test: Value, otherwise: Value): Value {
  const zero = scalar(b, test, 0)
  return b.op('SelectV2', [b.op('Equal', [test, zero]), scalar(b, otherwise, 0), otherwise])
}

/** Division rounded towards zero. */
function truncatedQuotient(b: GraphBuilder, x: Value, y: Value): Value {
  const sign = b.op('Mul', [b.op('Sign', [x]), b.op('Sign', [y])])
  return b.op('Mul', [sign, b.op('FloorDiv', [b.op('Abs', [x]), b.op('Abs', [y])])])
}

function renamed(op: string): DecompositionRow[1] {
  return (node, b, inputs) => [b.op(op, inputs, node.attributes)]
}

/** Arithmetic missing from TensorFlow.js, built from existing ops. */
export const elementwise: readonly DecompositionRow[] = [
  ['Erfc', (_, b, inputs) => [b.op('Sub', [b.scalar(1), b.op('Erf', inputs)])]],
  [
    'Softsign',
    (_, b, [x]) => (x === undefined ? null : [b.op('RealDiv', [x, b.op('AddV2', [b.op('Abs', [x]), b.scalar(1)])])]),
  ],
  ['Rint', renamed('Round')],
  ['Inv', renamed('Reciprocal')],
  ['AccumulateNV2', renamed('AddN')],
  ['BatchMatMulV3', renamed('BatchMatMulV2')],
  [['CheckNumerics', 'PreventGradient', 'EnsureShape'], (_, b, inputs) => [b.op('Identity', [at(inputs, 0)])]],
  [
    ['Conj', 'Bitcast'],
    (node, b, inputs) => {
      const same = b.dtype(at(inputs, 0)) === b.dtype(`${node.name}:0`) && b.dtype(at(inputs, 0)) !== 'complex64'
      return same ? [b.op('Identity', inputs)] : null
    },
  ],
  [
    'Xlogy',
    (_, b, inputs) => [unlessZero(b, at(inputs, 0), b.op('Mul', [at(inputs, 0), b.op('Log', [at(inputs, 1)])]))],
  ],
  [
    'Xlog1py',
    (_, b, inputs) => [unlessZero(b, at(inputs, 0), b.op('Mul', [at(inputs, 0), b.op('Log1p', [at(inputs, 1)])]))],
  ],
  ['Xdivy', (_, b, inputs) => [unlessZero(b, at(inputs, 0), b.op('RealDiv', inputs))]],
  ['MulNoNan', (_, b, inputs) => [unlessZero(b, at(inputs, 1), b.op('Mul', inputs))]],
  [
    ['Div', 'TruncateDiv'],
    (node, b, inputs) => {
      const integers = b.dtype(at(inputs, 0)) === 'int32'
      if (integers || node.op === 'TruncateDiv') return [truncatedQuotient(b, at(inputs, 0), at(inputs, 1))]
      return null
    },
  ],
  [
    ['Mod', 'TruncateMod'],
    (_, b, inputs) => {
      const whole = b.op('Mul', [truncatedQuotient(b, at(inputs, 0), at(inputs, 1)), at(inputs, 1)])
      return [b.op('Sub', [at(inputs, 0), whole])]
    },
  ],
  [
    'L2Loss',
    (_, b, inputs) => {
      const x = at(inputs, 0)
      const axes = countUp(b, b.op('Rank', [x]))
      return [b.op('Mul', [b.op('Sum', [b.op('Square', [x]), axes]), b.scalar(0.5)])]
    },
  ],
  [
    'LogicalXor',
    (_, b, inputs) => [
      b.op(
        'NotEqual',
        inputs.map((input) => b.cast(input, 'int32')),
      ),
    ],
  ],
  ['BitwiseOr', (_, b, inputs) => [b.op('Sub', [b.op('AddV2', inputs), b.op('BitwiseAnd', inputs)])]],
  [
    'BitwiseXor',
    (_, b, inputs) => {
      const both = b.op('BitwiseAnd', inputs)
      return [b.op('Sub', [b.op('AddV2', inputs), b.op('AddV2', [both, both])])]
    },
  ],
  [
    'ApproximateEqual',
    (node, b, inputs) => {
      const tolerance = floatAttribute(node.attributes, 'tolerance', 1e-5)
      const limit = b.dtype(at(inputs, 0)) === 'int32' ? b.int(Math.trunc(tolerance)) : b.scalar(tolerance)
      return [b.op('Less', [b.op('Abs', [b.op('Sub', inputs)]), limit])]
    },
  ],
  ['Invert', (_, b, inputs) => [b.op('Sub', [b.int(-1), at(inputs, 0)])]],
]
