import { sizeOf } from '../../../base/tensor.ts'
import { bool, float32, int32 } from '../../../graph/constant.ts'
import { outputOf } from '../../../graph/graph.ts'
import type { ValueInfo } from '../../../graph/infer/info.ts'
import { staticShape } from '../../../graph/infer/shape.ts'
import { noOrigin } from '../../../graph/origin.ts'
import type { Pass } from '../../../graph/passes/contract.ts'
import { Rewriter } from '../../../graph/rewrite.ts'

/** Makes a constant without elements. */
const makers = { float32, int32, bool }

function emptyOf(info: ValueInfo | undefined) {
  const shape = staticShape(info)
  if (info === undefined || shape === null || sizeOf(shape) > 0) return null
  const { dtype } = info
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool' ? makers[dtype]([], shape) : null
}

/** Kernels of slices, gathers and others stop, or return something, where the result has no elements. */
export const empties: Pass = {
  id: 'empties',
  label: 'Replaces tensors without elements by constants',
  run: (graph) => {
    const rewriter = new Rewriter(graph)
    for (const node of rewriter.originals()) {
      const constants = rewriter.index.outputs(node).map(emptyOf)
      const isGiven = node.op === 'Const' || node.op === 'Placeholder'
      if (isGiven || constants.length === 0 || !constants.every((constant) => constant !== null)) continue
      rewriter.at([node], () => {
        rewriter.from(node.origin ?? noOrigin, () => {
          for (const [i, constant] of constants.entries())
            rewriter.replace(outputOf(node.name, i), rewriter.constant(constant, `${node.name}/empty`))
        })
      })
    }
    return { graph: rewriter.finish(), changes: rewriter.changes, places: rewriter.places }
  },
}
