import { EngineError } from '../../../base/errors.ts'
import { readsNumbers } from '../kernels.ts'
import { required } from '../lowering/index.ts'
import { customOpOf } from '../ops/index.ts'
import type { GraphExecutor, GraphModel, GraphNode } from './adapter.ts'
import { readBacks } from './read-backs.ts'

/** Asynchronous executors of tfjs-converter; a graph with one of their ops cannot run synchronously. */
const asynchronousCategories: ReadonlySet<string | undefined> = new Set(['control', 'dynamic', 'hash_table'])

/** Ops that reach this point only if the lowering could not rewrite them. */
const rewritten: ReadonlySet<string> = new Set(required.flatMap(({ ops = [] }) => ops))

/** The nodes that the outputs depend on, including those in called functions; unknown ops elsewhere are harmless. */
export function reachable({
  _outputs,
  _functionExecutorMap,
}: Pick<GraphExecutor, '_outputs' | '_functionExecutorMap'>): readonly GraphNode[] {
  const bodies = new Map(Object.entries(_functionExecutorMap))
  const seen = new Set<GraphNode>(_outputs)
  // Iterating over a Set also visits elements added meanwhile.
  for (const node of seen) {
    for (const input of node.inputs) seen.add(input)
    for (const attribute of Object.values(node.attrParams)) {
      if (attribute?.type !== 'func') continue
      for (const output of bodies.get(String(attribute.value))?._outputs ?? []) seen.add(output)
    }
  }
  return [...seen]
}

export interface UsedOperations {
  /** Op → number of nodes, over the main graph and its functions; with an entry `readsNumbers(op)` where that applies. */
  readonly counts: ReadonlyMap<string, number>
  /** Ops that make the graph asynchronous. */
  readonly asynchronous: ReadonlyMap<string, number>
}

/**
 * The ops that the graph executes. Raises `model-invalid` for a graph without outputs, `unknown-op` listing every op
 * unknown to tfjs-converter, or else in a form that the lowering does not rewrite.
 */
export function usedOperations(model: GraphModel): UsedOperations {
  if (model.executor._outputs.length === 0) {
    throw new EngineError(
      'model-invalid',
      'The graph has no output: its signature names tensors that no node produces.',
      'Convert the model again; the signature and the graph must come from the same conversion.',
    )
  }
  const nodes = reachable(model.executor)
  const notRun = nodes.filter(({ category }) => category === undefined)
  const unrewritten = notRun.filter(({ op }) => rewritten.has(op))
  if (notRun.length > 0) {
    // What is not known at all comes first: a fixed input size would not help it.
    const unknown = unrewritten.length < notRun.length ? notRun.filter(({ op }) => !rewritten.has(op)) : notRun
    const found = count(unknown)
    if (unknown === notRun && unrewritten.length > 0) {
      throw new EngineError(
        'unknown-op',
        `The graph needs ${listed(found)} in a form that is not supported: of a size known only at run time, or with settings that are not constants. The first is "${unknown[0]?.name}".`,
        'Save the model with a fixed input size.',
      )
    }
    throw new EngineError(
      'unknown-op',
      `The graph needs ${found.size === 1 ? 'an operation' : `${found.size} operations`} unknown to TensorFlow.js 4.22: ${listed(found)}. The first is "${unknown[0]?.name}".`,
      'Replace these operations, and save or convert the model again.',
    )
  }
  const reading = readBacks(nodes).map(({ op }) => ({ op: readsNumbers(op) }))
  return {
    counts: count([...nodes, ...reading]),
    asynchronous: count(nodes.filter(isAsynchronous)),
  }
}

export function isAsynchronous({ op, category }: GraphNode): boolean {
  return asynchronousCategories.has(category) || customOpOf(op)?.asynchronous === true
}

function count(nodes: readonly Pick<GraphNode, 'op'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { op } of nodes) counts.set(op, (counts.get(op) ?? 0) + 1)
  return counts
}

const listedOps = 6

/** `StatelessWhile (1), Where (4)`, shortened if there are many. */
function listed(counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([op, times]) => `${op} (${times})`)
  const more = parts.length - listedOps
  return more > 0 ? `${parts.slice(0, listedOps).join(', ')} and ${more} more` : parts.join(', ')
}
