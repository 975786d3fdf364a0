import type { Place } from '../../base/optimisation.ts'
import type { Graph, GraphNode } from '../graph.ts'
import { type GraphIndex, indexOf, Rewriter } from '../rewrite.ts'
import type { Pass, PassResult } from './contract.ts'

/** A match of a rule. */
export interface Match {
  /** Every node that the rewrite reads, changes or makes unused. */
  readonly nodes: readonly GraphNode[]
  readonly apply: (rewriter: Rewriter) => void
}

/** Examines a node and its neighbours; `null` if there is nothing to rewrite. */
export type Rule = (index: GraphIndex, node: GraphNode) => Match | null

/** A table row: the op or ops at which the rule starts, and the rule. */
export type RuleRow = readonly [ops: string | readonly string[], rule: Rule]

type Table = ReadonlyMap<string, readonly Rule[]>

/**
 * A pass made of rules; the first rule that matches a node is applied. All rules see the graph as it was given, so
 * matches that share a node wait for the next round. Nodes with control dependencies (TensorFlow 1 loops) are skipped.
 */
export function rulePass(id: string, label: string, rows: readonly RuleRow[]): Pass {
  const table = new Map<string, Rule[]>()
  for (const [ops, rule] of rows)
    for (const op of typeof ops === 'string' ? [ops] : ops) table.set(op, [...(table.get(op) ?? []), rule])
  return { id, label, run: (graph) => run(graph, table) }
}

const maxRounds = 16

function run(graph: Graph, table: Table): PassResult {
  let current = graph
  let changes = 0
  const places: Place[] = []
  for (let i = 0; i < maxRounds; i++) {
    const matches = findAll(current, table)
    if (matches.length === 0) break
    const rewriter = new Rewriter(current)
    for (const { nodes, apply } of matches) rewriter.at(nodes, () => apply(rewriter))
    current = rewriter.finish()
    changes += matches.length
    places.push(...rewriter.places)
  }
  return { graph: current, changes, places }
}

function findAll(graph: Graph, table: Table): readonly Match[] {
  const found: Match[] = []
  const touched = new Set<string>()
  let index: GraphIndex | null = null
  for (const node of graph.nodes.values()) {
    const rules = table.get(node.op)
    if (rules === undefined || touched.has(node.name)) continue
    index ??= indexOf(graph)
    const match = firstMatch(index, node, rules)
    if (match === null) continue
    if (match.nodes.some(({ name, controls = [] }) => touched.has(name) || controls.length > 0)) continue
    for (const { name } of match.nodes) touched.add(name)
    found.push(match)
  }
  return found
}

function firstMatch(index: GraphIndex, node: GraphNode, rules: readonly Rule[]): Match | null {
  for (const rule of rules) {
    const match = rule(index, node)
    if (match !== null) return match
  }
  return null
}
