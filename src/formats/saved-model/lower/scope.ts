import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'
import type { Constant } from '../../../graph/constant.ts'
import { type Attributes, type GraphNode, outputOf, type Value } from '../../../graph/graph.ts'
import type { Table } from './refs.ts'

/** Limits unbounded inlining of functions that call functions. */
const mostNodes = 2_000_000

/** Counts visited nodes, in the graph and in all its functions. */
export interface Budget {
  nodes: number
}

/** Raises `model-invalid` above two million. */
export function spend(budget: Budget): void {
  if (++budget.nodes <= mostNodes) return
  throw new EngineError(
    'model-invalid',
    `Inlining the functions of the model gives more than ${formatCount(mostNodes, 'operation')}.`,
  )
}

/** The nodes of the new graph, or of one of its functions. */
export class Scope {
  readonly nodes = new Map<string, GraphNode>()
  private readonly suffixes = new Map<string, number>()
  private readonly constants = new Map<Constant, Value>()

  constructor(private readonly budget: Budget) {}

  /** Reserves and returns a unique name. */
  unique(name: string): string {
    let suffix = this.suffixes.get(name)
    if (suffix === undefined) {
      this.suffixes.set(name, 0)
      return name
    }
    let candidate = name
    while (this.suffixes.has(candidate)) candidate = `${name}_${++suffix}`
    this.suffixes.set(name, suffix)
    this.suffixes.set(candidate, 0)
    return candidate
  }

  /** Adds a node under a name from `unique`. Raises what `spend` raises. */
  add(node: GraphNode): void {
    spend(this.budget)
    this.nodes.set(node.name, node)
  }

  op(name: string, op: string, inputs: readonly Value[], attributes: Attributes, origin = name): string {
    const unique = this.unique(name)
    this.add({ name: unique, op, inputs, attributes, origin: [origin] })
    return unique
  }

  /** The node of a constant, shared by all readers. */
  constant(constant: Constant, name: string): Value {
    const held = this.constants.get(constant)
    if (held !== undefined) return held
    const unique = this.unique(name)
    this.add({
      name: unique,
      op: 'Const',
      inputs: [],
      attributes: { dtype: { type: constant.dtype } },
      origin: [name],
      constant,
    })
    const value = outputOf(unique)
    this.constants.set(constant, value)
    return value
  }

  /** The handle of a table; it has the same name everywhere. */
  table({ name, keyDType, valueDType }: Table): Value {
    if (!this.nodes.has(name)) {
      this.unique(name)
      this.add({
        name,
        op: 'HashTableV2',
        inputs: [],
        attributes: { key_dtype: { type: keyDType }, value_dtype: { type: valueDType } },
      })
    }
    return outputOf(name)
  }
}
