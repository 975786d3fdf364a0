import { boolAttribute, stringAttribute } from '../attributes.ts'
import { parseEquation } from '../einsum.ts'
import type { Dim, InferRule } from './info.ts'
import { broadcast, type Dims, dtypeOf, type InferRow, info, named, shapeOf } from './shape.ts'

const matMul: InferRule = (call, inputs) => {
  const [a, b] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  const rows = a?.[boolAttribute(call.attributes, 'transpose_a') ? 1 : 0]
  const columns = b?.[boolAttribute(call.attributes, 'transpose_b') ? 0 : 1]
  return [info(dtypeOf(inputs), named(call, [rows, columns]))]
}

const batchMatMul: InferRule = (call, inputs) => {
  const [a, b] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  if (a === null || b === null) return [info(dtypeOf(inputs), null)]
  const batch = broadcast(call, a.slice(0, -2), b.slice(0, -2)) ?? []
  const rows = a[a.length - (boolAttribute(call.attributes, 'adj_x') ? 1 : 2)]
  const columns = b[b.length - (boolAttribute(call.attributes, 'adj_y') ? 2 : 1)]
  return [info(dtypeOf(inputs), named(call, [...batch, rows, columns]))]
}

const einsum: InferRule = (call, inputs) => {
  const shapes = inputs.map(({ shape }) => shape)
  const known = shapes.filter((shape): shape is Dims => shape !== null)
  const equation = parseEquation(
    stringAttribute(call.attributes, 'equation'),
    known.map((shape) => shape.length),
  )
  if (known.length < shapes.length || equation === null) return [info(dtypeOf(inputs), null)]
  const sizes = new Map<string, Dim>()
  equation.inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const [old, dim] = [sizes.get(label), known[i]?.[axis] ?? 1]
      // A label may broadcast: a size of 1 yields, and a number is preferred to a symbol.
      if (old === undefined || old === 1 || (typeof old === 'string' && typeof dim === 'number' && dim !== 1))
        sizes.set(label, dim)
    })
  })
  return [
    info(
      dtypeOf(inputs),
      named(
        call,
        equation.output.map((label) => sizes.get(label)),
      ),
    ),
  ]
}

export const matmul: readonly InferRow[] = [
  [['MatMul', '_FusedMatMul'], matMul],
  [['BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3'], batchMatMul],
  ['Einsum', einsum],
]
