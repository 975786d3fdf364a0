import { sizeOf } from '../../base/tensor.ts'
import { type Following, mainBody, runOrder } from './lower/body.ts'
import { called } from './lower/effects.ts'
import type { FoundSignature, Port } from './ports.ts'
import type { NodeProto } from './proto/graph-def.ts'
import type { MetaGraphProto } from './proto/saved-model.ts'
import type { SavedValues } from './saved-values.ts'

/** Nodes that compute nothing. */
const silent =
  /^(Const|Placeholder|PlaceholderWithDefault|Identity|IdentityN|NoOp|StopGradient|ReadVariableOp|VarHandleOp|VariableV2|HashTableV2|(Stateful)?PartitionedCall)$/
/** Upper bound: functions that call each other can make the sum grow exponentially. */
const most = 10_000_000

export interface Size {
  readonly operations: number
  /** Elements of all floating-point constants. */
  readonly constants: number
}

/** Counts of a signature with all calls inlined. */
export function sizeOfSignature({ meta, outputs }: FoundSignature): Size {
  const { functions } = meta.graph
  const counts = new Map<string, Size>()
  const open = new Set<string>()
  const countOf = (nodes: readonly NodeProto[]): Size => {
    let operations = 0
    let constants = 0
    for (const node of nodes) {
      if (!silent.test(node.op)) operations++
      if (node.op === 'Const') constants += elementsOf(node)
      for (const name of called(node)) {
        const inner = inFunction(name)
        operations += inner.operations
        constants += inner.constants
      }
    }
    return { operations: Math.min(operations, most), constants: Math.min(constants, Number.MAX_SAFE_INTEGER) }
  }
  const inFunction = (name: string): Size => {
    const held = counts.get(name)
    if (held !== undefined) return held
    const definition = open.has(name) ? undefined : functions.get(name)
    if (definition === undefined) return { operations: 0, constants: 0 }
    open.add(name)
    const count = countOf(definition.nodes)
    open.delete(name)
    counts.set(name, count)
    return count
  }
  return countOf(reached(meta, outputs))
}

/** Follows data inputs, not control inputs. */
const values: Following = { follows: (_node, { control }) => !control }

const known = new WeakMap<readonly Port[], readonly NodeProto[]>()

function reached({ graph }: MetaGraphProto, outputs: readonly Port[]): readonly NodeProto[] {
  const held = known.get(outputs)
  if (held !== undefined) return held
  const roots = outputs.map(({ tensor }) => tensor.replace(/:\d+$/, ''))
  const nodes = runOrder(mainBody(graph.nodes), roots, values)
  known.set(outputs, nodes)
  return nodes
}

function elementsOf({ attributes }: NodeProto): number {
  const value = attributes.get('value')
  if (value === undefined || !('tensor' in value)) return 0
  const { dtype, shape } = value.tensor
  const isFloat = dtype === 1 || dtype === 2 || dtype === 14 || dtype === 19
  return isFloat ? sizeOf((shape ?? []).map((dim) => dim ?? 0)) : 0
}

/** Elements of the variables that the signatures use. */
export function parametersOf(
  signatures: readonly FoundSignature[],
  savedOf: (meta: MetaGraphProto) => SavedValues,
): number {
  const seen = new Set<string>()
  let sum = 0
  for (const { meta, outputs } of signatures) {
    const saved = savedOf(meta)
    for (const node of reached(meta, outputs)) {
      const isVariable = node.op === 'VarHandleOp' || node.op === 'VariableV2' || node.op === 'Variable'
      if (!isVariable || seen.has(saved.keyOf(node)) || !saved.has(node)) continue
      seen.add(saved.keyOf(node))
      const { dtype, shape } = saved.constant(node)
      if (dtype !== 'string' && dtype !== 'bool') sum += sizeOf(shape)
    }
  }
  return sum
}
