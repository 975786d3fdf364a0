import { int32 } from '../constant.ts'
import { outputOf } from '../graph.ts'
import type { Dim } from '../infer/info.ts'
import { Rewriter } from '../rewrite.ts'
import type { Pass } from './contract.ts'

/**
 * A `Reshape` whose target is computed at run time with all sizes but one known becomes `[-1, 49, 64]`. The `Shape`,
 * `StridedSlice` and `Pack` before it then have no reader.
 */
export const shapeFolding: Pass = {
  id: 'shape-folding',
  label: 'Replaces shapes computed at run time with constant shapes',
  run(graph) {
    const rewriter = new Rewriter(graph)
    for (const node of rewriter.originals()) {
      const [x, target] = node.inputs
      if (node.op !== 'Reshape' || x === undefined || target === undefined) continue
      const { index } = rewriter
      if (index.producer(target).op === 'Const') continue
      const wanted = index.info(target).content ?? index.info(outputOf(node.name)).shape
      const fixed = wanted === null ? null : withOneFree(wanted)
      if (fixed === null) continue
      const name = `${node.name}/shape`
      rewriter.at([node], () => {
        rewriter.edit(node.name, { inputs: [x, rewriter.constant(int32(fixed), name)] })
      })
    }
    return { graph: rewriter.finish(), changes: rewriter.changes, places: rewriter.places }
  },
}

function withOneFree(dims: readonly Dim[]): readonly number[] | null {
  // Next to a 0, -1 is ambiguous.
  if (dims.includes(0)) return null
  const fixed = dims.map((dim) => (typeof dim === 'number' ? dim : -1))
  return fixed.filter((dim) => dim === -1).length > 1 ? null : fixed
}
