import { boolAttribute, floatAttribute, intAttribute, stringAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { numberOf } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/** `x` rounded to the levels that a quantised tensor could hold, between `min` and `max` moved so that 0 is a level. */
function fakeQuantised(b: GraphBuilder, x: Value, min: Value, max: Value, attributes: Attributes): Value {
  const lowest = boolAttribute(attributes, 'narrow_range', false) ? 1 : 0
  const highest = 2 ** intAttribute(attributes, 'num_bits', 8) - 1
  const op = (name: string, ...inputs: readonly Value[]) => b.op(name, inputs)
  const [low, high, half] = [b.scalar(lowest), b.scalar(highest), b.scalar(0.5)]
  const scale = op('RealDiv', op('Sub', max, min), b.scalar(highest - lowest))
  const zero = op('Sub', low, op('RealDiv', min, scale))
  const nudged = op('Minimum', op('Maximum', op('Floor', op('AddV2', zero, half)), low), high)
  const [from, to] = [op('Mul', op('Sub', low, nudged), scale), op('Mul', op('Sub', high, nudged), scale)]
  const shifted = op('Sub', op('Minimum', op('Maximum', x, from), to), from)
  const level = op('Floor', op('AddV2', op('Mul', shifted, op('RealDiv', b.scalar(1), scale)), half))
  return op('AddV2', op('Mul', level, scale), from)
}

const withArguments: Decomposition = ({ attributes }, b, inputs) => [
  fakeQuantised(
    b,
    at(inputs, 0),
    b.scalar(floatAttribute(attributes, 'min', -6)),
    b.scalar(floatAttribute(attributes, 'max', 6)),
    attributes,
  ),
]

/** Minimum and maximum are scalars, or one per channel of the last axis. */
const withVariables: Decomposition = ({ attributes }, b, inputs) => [
  fakeQuantised(b, at(inputs, 0), at(inputs, 1), at(inputs, 2), attributes),
]

/** Symmetric levels around 0, scaled so that the given or found range fits. */
const thereAndBack: Decomposition = ({ op, attributes }, b, inputs) => {
  const x = at(inputs, 0)
  const bits =
    op === 'QuantizeAndDequantizeV3' ? numberOf(b.info(at(inputs, 3))) : intAttribute(attributes, 'num_bits', 8)
  const shape = b.info(x).shape
  const axis = intAttribute(attributes, 'axis', -1)
  if (bits === null || shape === null) return null
  const signed = boolAttribute(attributes, 'signed_input', true)
  const narrow = boolAttribute(attributes, 'narrow_range', false)
  const highest = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1
  const lowest = signed ? -(2 ** (bits - 1)) + (narrow ? 1 : 0) : 0
  const make = (name: string, ...values: readonly Value[]) => b.op(name, values)
  const others = shape.map((_, i) => i).filter((i) => i !== axis)
  const isGiven = boolAttribute(attributes, 'range_given', op === 'QuantizeAndDequantizeV3')
  const beside = (value: Value) =>
    axis < 0
      ? value
      : b.reshape(
          value,
          shape.map((_, i) => (i === axis ? -1 : 1)),
        )
  const found = (name: string) => b.op(name, [x, b.ints(others)], { keep_dims: { b: axis >= 0 } })
  const [min, max] = isGiven ? [beside(at(inputs, 1)), beside(at(inputs, 2))] : [found('Min'), found('Max')]
  const unlimited = b.scalar(3.4028234663852886e38)
  const scaleOf = (level: number, end: Value) => {
    const side = make('Mul', b.scalar(level), end)
    return make('SelectV2', make('Greater', side, b.scalar(0)), make('RealDiv', b.scalar(level), end), unlimited)
  }
  const scale = make('Minimum', scaleOf(lowest, min), scaleOf(highest, max))
  const step = make('RealDiv', b.scalar(1), scale)
  const [from, to] = [make('Mul', b.scalar(lowest), step), make('Mul', b.scalar(highest), step)]
  const limited = isGiven ? make('Minimum', make('Maximum', x, from), to) : x
  const scaled = make('Mul', limited, scale)
  const upwards = stringAttribute(attributes, 'round_mode', 'HALF_TO_EVEN') === 'HALF_UP'
  const level = upwards ? make('Floor', make('AddV2', scaled, b.scalar(0.5))) : make('Round', scaled)
  return [make('Mul', level, step)]
}

export const quantisation: readonly DecompositionRow[] = [
  ['FakeQuantWithMinMaxArgs', withArguments],
  [['FakeQuantWithMinMaxVars', 'FakeQuantWithMinMaxVarsPerChannel'], withVariables],
  [['QuantizeAndDequantizeV2', 'QuantizeAndDequantizeV3', 'QuantizeAndDequantizeV4'], thereAndBack],
]
