import type { Constant } from '../../../graph/constant.ts'
import { outputOf } from '../../../graph/graph.ts'
import type { Rule } from './contract.ts'
import { convertedAttributes, emit, emitSame, valueFor } from './emit.ts'
import type { Ref } from './refs.ts'
import { reserve } from './run.ts'

/** A predicate known at load time, such as `is_training` with its default. */
export function knownTruth(ref: Ref | undefined): boolean | null {
  const constant: Constant | null = ref?.kind === 'constant' ? ref.constant : null
  if (constant === null || constant.data === null || constant.data.length !== 1) return null
  const [value] = constant.data
  return constant.dtype === 'string' ? value !== '' : value !== 0
}

/** Output 0 is live if the predicate is false, output 1 if it is true. */
const switchRule: Rule = (call) => {
  const [data, predicate] = call.inputs
  if (data === undefined || predicate === undefined) return emitSame(call)
  const truth = knownTruth(predicate)
  if (truth !== null) return (index) => ((index === 1) === truth ? data : { kind: 'dead' })
  if (data.kind === 'table') return () => data
  if (data.kind !== 'variable') return emitSame(call)
  const value = valueFor(predicate, call)
  return (output) => ({ kind: 'variable', variable: data.variable, gate: { predicate: value, output } })
}

/** The single live input; known at load time if all others are dead. */
const merge: Rule = (call) => {
  const alive = call.inputs.filter(({ kind }) => kind !== 'dead')
  const [only] = alive
  if (only === undefined) return () => ({ kind: 'dead' })
  const isLoop = call.node.inputs.some(({ node }) => call.frame.body.nodes.get(node)?.op === 'NextIteration')
  if (alive.length === 1 && !isLoop) return () => only
  return emit(call, 'Merge', alive, { ...convertedAttributes(call), N: { i: alive.length } })
}

/** Variables and tables are the same inside and outside a loop. */
const enter: Rule = (call) => {
  const [data] = call.inputs
  return data?.kind === 'variable' || data?.kind === 'table' ? () => data : emitSame(call)
}

const nextIteration: Rule = (call) => {
  const name = reserve(call.frame, call.node.name)
  const inputs = call.inputs.map((input) => valueFor(input, call))
  call.frame.scope.add({
    name,
    op: 'NextIteration',
    inputs,
    attributes: convertedAttributes(call),
    origin: [call.node.name],
  })
  return (index) => ({ kind: 'value', value: outputOf(name, index) })
}

/** TensorFlow 1 control flow; the Ref ops are the same for its variables. */
export const classicRules: readonly (readonly [string, Rule])[] = [
  ['Switch', switchRule],
  ['RefSwitch', switchRule],
  ['Merge', merge],
  ['RefMerge', merge],
  ['Enter', enter],
  ['RefEnter', enter],
  ['NextIteration', nextIteration],
  ['RefNextIteration', nextIteration],
]
