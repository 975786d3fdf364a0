import type { GraphNode, Value } from '../../graph.ts'
import { constantNumbers } from '../../infer/arrays.ts'
import { numbersOf } from '../../infer/shape.ts'
import type { GraphIndex } from '../../rewrite.ts'

/** The parts that a `SpaceToBatchND` creates, or a `BatchToSpaceND` reassembles. */
export interface Parts {
  readonly x: Value
  /** Block sizes of the axes after the batch. */
  readonly block: readonly number[]
  /** Padding or cropping before and after: two numbers per block size. */
  readonly edges: readonly number[]
}

/** The parts of a node with the given op; `null` for any other op, and if sizes are known only at run time. */
export function partsOf(
  index: GraphIndex,
  { op, inputs }: GraphNode,
  wanted: 'SpaceToBatchND' | 'BatchToSpaceND',
): Parts | null {
  const [x, sizes, amounts] = inputs
  if (op !== wanted || x === undefined || sizes === undefined || amounts === undefined) return null
  const [block, edges] = [numbersOf(index.info(sizes)), constantNumbers(index.info(amounts))]
  return block === null || edges?.length !== 2 * block.length ? null : { x, block, edges }
}
