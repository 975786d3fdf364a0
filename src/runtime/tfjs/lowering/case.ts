import { functionsAttribute, typesAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'

/**
 * Lowers `Case` to nested `StatelessIf`; an out-of-range index selects the last branch, as in TensorFlow. Every branch
 * takes the index as its first parameter, so that all branches have the same parameters.
 */
export const caseBranches: Decomposition = (node, b, inputs) => {
  const branches = functionsAttribute(node.attributes, 'branches').map((branch) => withIndex(b, branch))
  const dtypes = inputs.map((input) => b.dtype(input))
  const types: Attributes = {
    Tin: { list: { type: dtypes } },
    Tout: { list: { type: typesAttribute(node.attributes, 'Tout') } },
  }
  const last = branches.at(-1)
  if (last === undefined) return null
  const choose = (body: GraphBuilder, values: readonly Value[], index: number, otherwise: string) => {
    const chosen = body.op('Equal', [at(values, 0), body.int(index)])
    const functions = { then_branch: { func: branches[index] ?? last }, else_branch: { func: otherwise } }
    return body.ops('StatelessIf', [chosen, ...values], { ...types, ...functions })
  }
  const parameters = dtypes.map((dtype) => ({ dtype, shape: null }))
  let otherwise = last
  for (let index = branches.length - 2; index > 0; index--) {
    const inner = otherwise
    otherwise = b.function('otherwise', parameters, (body, values) => choose(body, values, index, inner))
  }
  return choose(b, inputs, 0, otherwise)
}

function withIndex(b: Rewriter, name: string): string {
  const branch = b.functionNamed(name)
  let node = 'branch_index'
  while (branch.nodes.has(node)) node += '_'
  const placeholder = {
    name: node,
    op: 'Placeholder',
    inputs: [],
    attributes: { dtype: { type: 'int32' }, shape: { shape: [] } },
  } as const
  return b.addFunction({
    ...branch,
    parameters: [{ node, dtype: 'int32' }, ...branch.parameters],
    nodes: new Map([[node, placeholder], ...branch.nodes]),
  })
}
