import { shapesAttribute, typeAttribute, typesAttribute } from '../attributes.ts'
import type { GraphDType } from '../graph.ts'
import { opDefOf } from '../op-defs.ts'
import type { InferRule, OpCall } from './info.ts'
import { common, dtypeOf, type InferRow, info, named, shapeOf } from './shape.ts'

/** Attributes that state an output's dtype, most specific first. */
const dtypeAttributes = [
  'Tout',
  'DstT',
  'output_type',
  'output_dtype',
  'out_type',
  'dtype',
  'element_dtype',
  'T',
] as const

function dtypesOf({ attributes }: OpCall): readonly GraphDType[] {
  for (const key of ['Tout', 'output_types', 'T', 'dtypes']) {
    const types = typesAttribute(attributes, key)
    if (types.length > 0) return types
  }
  return []
}

/**
 * `If`, `While`, `Case` and calls: trusts their attributes, because a body's results may have a shape unknown to the
 * caller.
 */
const called: InferRule = (call, inputs) => {
  const types = dtypesOf(call)
  const dtypes = types.length > 0 || !call.op.endsWith('While') ? types : inputs.map(({ dtype }) => dtype)
  const shapes = shapesAttribute(call.attributes, 'output_shapes')
  return dtypes.map((dtype, i) => {
    const shape = shapes.length === dtypes.length ? (shapes[i] ?? null) : null
    return info(dtype, shape === null ? null : named(call, shape, i))
  })
}

const merge: InferRule = (call, inputs) => {
  const [first, ...others] = inputs
  const shape = others.reduce((all, { shape: other }) => common(call, all, other), first?.shape ?? null)
  return [info(dtypeOf(inputs), shape), info('int32', [])]
}

const forward: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]

export const controlFlow: readonly InferRow[] = [
  [['If', 'StatelessIf', 'While', 'StatelessWhile', 'Case', 'StatelessCase'], called],
  [['PartitionedCall', 'StatefulPartitionedCall'], called],
  ['IdentityN', (_, inputs) => inputs.map(({ dtype, shape }) => info(dtype, shape))],
  ['Merge', merge],
  ['Switch', (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs)), info(dtypeOf(inputs), shapeOf(inputs))]],
  [['Enter', 'Exit', 'NextIteration', 'LoopCond'], forward],
]

/** An op without a rule: its outputs have unknown rank. */
export const unknownOp: InferRule = (call, inputs) => {
  const types = dtypesOf(call)
  if (types.length > 0) return types.map((dtype) => info(dtype, null))
  const dtype = dtypeAttributes.map((key) => typeAttribute(call.attributes, key)).find((type) => type !== null)
  const count = opDefOf(call.op)?.outputs.length ?? 1
  return Array.from({ length: count }, () => info(dtype ?? dtypeOf(inputs), null))
}
