import { EngineError } from '../../base/errors.ts'
import type { GraphNode, Value } from '../graph.ts'
import { noOrigin } from '../origin.ts'
import { Rewriter } from '../rewrite.ts'
import { opsOf } from '../walk.ts'
import type { Pass } from './contract.ts'

/**
 * Builds a node's replacement with `b`, one value per output; `null` if the node is fine, or cannot be rewritten.
 * `inputs` are the node's inputs after earlier replacements.
 */
export type Decomposition = (node: GraphNode, b: Rewriter, inputs: readonly Value[]) => readonly Value[] | null

/** A table row: one or several ops, and their rewrite. */
export type DecompositionRow = readonly [ops: string | readonly string[], decomposition: Decomposition]

/** A pass made of such rows; new nodes are named after the node they replace. */
export function decompose(id: string, label: string, rows: readonly DecompositionRow[]): Pass {
  const table = new Map(
    rows.flatMap(([ops, rule]) => (typeof ops === 'string' ? [ops] : ops).map((op) => [op, rule] as const)),
  )
  const names = [...table.keys()]
  const run: Pass['run'] = (graph) => {
    const ops = opsOf(graph.nodes)
    if (!names.some((op) => ops.has(op))) return { graph, changes: 0, places: [] }
    const rewriter = new Rewriter(graph)
    let changes = 0
    for (const node of rewriter.originals()) {
      const rule = table.get(node.op)
      if (rule === undefined) continue
      const inputs = node.inputs.map((input) => rewriter.resolve(input))
      const build = () => rewriter.scope(node.name, () => rule(node, rewriter, inputs))
      const outputs = rewriter.from(node.origin ?? noOrigin, build)
      if (outputs === null) continue
      rewriter.at([node], () => rewriter.replaceNode(node, outputs))
      changes++
    }
    if (changes === 0) return { graph, changes, places: [] }
    return { graph: rewriter.finish(), changes, places: rewriter.places }
  }
  return { id, label, ops: names, run }
}

/** A required input of the op. Raises `model-invalid` if the file provides fewer. */
export function at(inputs: readonly Value[], i: number): Value {
  const input = inputs[i]
  if (input === undefined)
    throw new EngineError(
      'model-invalid',
      `An operation of the graph needs at least ${i + 1} inputs, but has ${inputs.length}.`,
      'The file was damaged or edited. Save or convert the model again.',
    )
  return input
}
