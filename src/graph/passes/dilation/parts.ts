import type { GraphNode, Value } from '../../graph.ts'
import { constantNumbers } from '../../infer/arrays.ts'
import { numbersOf } from '../../infer/shape.ts'
import type { GraphIndex } from '../../rewrite.ts'

/** What a `SpaceToBatchND` takes apart, or a `BatchToSpaceND` puts together. */
export interface Parts {
  readonly x: Value
  /** Block sizes, of the axes that follow the batch. */
  readonly block: readonly number[]
  /** Added, or cropped, before and behind: two numbers for each block size. */
  readonly edges: readonly number[]
}

/** The parts of a node of the wanted op; `null` for any other, and where sizes are known at run time only. */
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
