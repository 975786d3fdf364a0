import { stringAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { countUp } from '../../../graph/count-up.ts'
import { type Equation, parseEquation } from '../../../graph/einsum.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import type { Decomposition } from '../../../graph/passes/decompose.ts'

/** A value and the label of each of its axes. */
interface Labelled {
  readonly value: Value
  readonly labels: readonly string[]
}

/**
 * Lowers `Einsum` to `Transpose`, `Reshape`, `BatchMatMulV2`, `Mul` and `Sum`: the Wasm backend has no kernel for it.
 */
export const einsum: Decomposition = (node, b, inputs) => {
  const shapes = inputs.map((input) => b.info(input).shape)
  const ranks = shapes.flatMap((shape) => (shape === null ? [] : [shape.length]))
  if (ranks.length < inputs.length) return null
  const equation = parseEquation(stringAttribute(node.attributes, 'equation'), ranks)
  return equation === null ? null : [contractAll(b, equation, inputs)]
}

function contractAll(b: GraphBuilder, { inputs, output }: Equation, values: readonly Value[]): Value {
  const operands = values.map((value, i) => diagonal(b, { value, labels: inputs[i] ?? [] }))
  const [first, ...others] = operands
  if (first === undefined) throw new RangeError('an einsum without operands')
  let left: Labelled = first
  others.forEach((right, i) => {
    const later = new Set([...output, ...others.slice(i + 1).flatMap(({ labels }) => labels)])
    left = contract(b, left, right, [...later])
  })
  return arrange(b, sumUnused(b, left, output), output)
}

/** Sums over axes whose labels occur nowhere else. */
function sumUnused(b: GraphBuilder, { value, labels }: Labelled, wanted: readonly string[]): Labelled {
  const axes = labels.flatMap((label, axis) => (wanted.includes(label) ? [] : [axis]))
  if (axes.length === 0) return { value, labels }
  return { value: b.op('Sum', [value, b.ints(axes)]), labels: labels.filter((label) => wanted.includes(label)) }
}

/** Permutes axes to the wanted order; missing ones have size 1. */
function arrange(b: GraphBuilder, { value, labels }: Labelled, wanted: readonly string[]): Value {
  const present = wanted.filter((label) => labels.includes(label))
  const moved = b.transpose(
    value,
    present.map((label) => labels.indexOf(label)),
  )
  if (present.length === wanted.length) return moved
  const dims = b.shape(moved)
  return b.reshape(
    moved,
    wanted.map((label) => (labels.includes(label) ? (dims[present.indexOf(label)] ?? 1) : 1)),
  )
}

/** `ii` → `i`: takes the diagonal of a label that occurs twice in an operand. */
function diagonal(b: GraphBuilder, operand: Labelled): Labelled {
  const { value, labels } = operand
  const second = labels.findIndex((label, axis) => labels.indexOf(label) < axis)
  if (second < 0) return operand
  const first = labels.indexOf(labels[second] ?? '')
  const size = b.shape(value)[first] ?? 1
  const steps = typeof size === 'number' ? b.ints(Array.from({ length: size }, (_, i) => i)) : countUp(b, b.dim(size))
  const along = (wanted: number) =>
    b.reshape(
      steps,
      labels.map((_, axis) => (axis === wanted ? size : 1)),
    )
  const kept = b.op('SelectV2', [b.op('Equal', [along(first), along(second)]), value, b.scalarLike(value, 0)])
  const summed = b.op('Sum', [kept, b.ints([second])])
  return diagonal(b, { value: summed, labels: labels.filter((_, axis) => axis !== second) })
}

function contract(b: GraphBuilder, a: Labelled, c: Labelled, wanted: readonly string[]): Labelled {
  const left = sumUnused(b, a, [...wanted, ...c.labels])
  const right = sumUnused(b, c, [...wanted, ...a.labels])
  const shared = left.labels.filter((label) => right.labels.includes(label))
  const contracted = shared.filter((label) => !wanted.includes(label))
  if (contracted.length === 0) {
    const labels = wanted.filter((label) => left.labels.includes(label) || right.labels.includes(label))
    return { value: b.op('Mul', [arrange(b, left, labels), arrange(b, right, labels)]), labels }
  }
  const position = (labels: readonly string[]) => Math.min(...labels.map((label) => wanted.indexOf(label)))
  const [freeLeft, freeRight] = [left, right].map(({ labels }) => labels.filter((label) => !shared.includes(label)))
  // Putting the operand whose own axes come first in the result on the left saves a transposition of the result.
  return position(freeLeft ?? []) > position(freeRight ?? [])
    ? product(b, right, left, contracted, wanted)
    : product(b, left, right, contracted, wanted)
}

/** Shared labels that remain form the batch; each side becomes one matrix per batch. */
function product(
  b: GraphBuilder,
  left: Labelled,
  right: Labelled,
  contracted: readonly string[],
  wanted: readonly string[],
): Labelled {
  const shared = left.labels.filter((label) => right.labels.includes(label))
  const inOrder = (labels: readonly string[]) => wanted.filter((label) => labels.includes(label))
  const batch = inOrder(shared)
  const own = ({ labels }: Labelled) => inOrder(labels.filter((label) => !shared.includes(label)))
  const [rows, columns] = [own(left), own(right)]
  const x = matrices(b, left, batch, rows, contracted)
  const y = matrices(b, right, batch, columns, contracted)
  const [flipX, flipY] = [{ b: !x.ownFirst }, { b: y.ownFirst }]
  const multiplied =
    batch.length === 0
      ? b.op('MatMul', [x.value, y.value], { transpose_a: flipX, transpose_b: flipY })
      : b.op('BatchMatMulV2', [x.value, y.value], { adj_x: flipX, adj_y: flipY })
  const labels = [...batch, ...rows, ...columns]
  const sizes = new Map<string, Dim>()
  for (const { value, labels: names } of [left, right])
    names.forEach((label, axis) => {
      const dim = b.shape(value)[axis] ?? 1
      if ((sizes.get(label) ?? 1) === 1) sizes.set(label, dim)
    })
  const dims = labels.map((label) => sizes.get(label) ?? 1)
  const value = rows.length === 1 && columns.length === 1 ? multiplied : b.reshape(multiplied, dims)
  return { value, labels }
}

/** `[batch…, own, contracted]`, or with the last two swapped if that saves a transposition. */
function matrices(
  b: GraphBuilder,
  operand: Labelled,
  batch: readonly string[],
  own: readonly string[],
  contracted: readonly string[],
): { readonly value: Value; readonly ownFirst: boolean } {
  const { labels } = operand
  const swapped = [...batch, ...contracted, ...own]
  const ownFirst = !swapped.every((label, axis) => label === labels[axis])
  const order = ownFirst ? [...batch, ...own, ...contracted] : swapped
  const value = arrange(b, operand, order)
  if (own.length === 1 && contracted.length === 1) return { value, ownFirst }
  const dims = b.shape(value)
  const size = (some: readonly string[]) => multiply(some.map((label) => dims[order.indexOf(label)] ?? 1))
  const [mine, inner] = [size(own), size(contracted)]
  const last = ownFirst ? [mine, inner] : [inner, mine]
  return { value: b.reshape(value, [...dims.slice(0, batch.length), ...merged(last)]), ownFirst }
}

/** A product that is not expressible gets a new name; at most one is allowed, which becomes the -1 of the reshape. */
function merged(dims: readonly (Dim | null)[]): readonly Dim[] {
  return dims.map((dim, i) => dim ?? `(merged ${i})`)
}
