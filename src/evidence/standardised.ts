import { type GraphNode, outputOf, producerOf, type Value } from '../graph/graph.ts'
import type { Subject } from './subject.ts'

/** Ops between a mean and its use. */
const passing = /^(Identity|Cast|Squeeze|Reshape|ExpandDims|StopGradient)$/

/**
 * Whether the model subtracts the mean of each picture and divides by its deviation, as
 * `tf.image.per_image_standardization` does: it then gives the same answer for 0…255, 0…1 and −1…1.
 */
export async function standardisesPictures({ graph, readers, frame, constants }: Subject): Promise<boolean> {
  const producer = (value: Value): GraphNode | undefined => {
    const node = graph.nodes.get(producerOf(value))
    const [input] = node?.inputs ?? []
    return node !== undefined && input !== undefined && passing.test(node.op) ? producer(input) : node
  }
  for (const { node } of readers) {
    const [x, subtracted] = node.inputs
    if (node.op !== 'Sub' || x === undefined || subtracted === undefined) continue
    const mean = producer(subtracted)
    const [of, over] = mean?.inputs ?? []
    if (mean?.op !== 'Mean' || of === undefined || producer(of) !== producer(x)) continue
    const axes = await constants.read(over)
    const rank = constants.shape(x)?.length ?? 0
    const sides = frame.axis === -3 ? [rank - 2, rank - 1] : [rank - 3, rank - 2]
    const read = Array.from(axes?.data ?? [], (axis) => (axis < 0 ? axis + rank : axis))
    const divides = [...graph.nodes.values()].some(
      ({ op, inputs }) =>
        /^(Real)?Div$/.test(op) && inputs[0] === outputOf(node.name) && !isConstant(producer, inputs[1]),
    )
    if (divides && sides.every((side) => read.includes(side))) return true
  }
  return false
}

function isConstant(producer: (value: Value) => GraphNode | undefined, value: Value | undefined): boolean {
  return value === undefined || producer(value)?.constant !== undefined
}
