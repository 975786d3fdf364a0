import { EngineError } from '../../../base/errors.ts'
import { outputOf } from '../../../graph/graph.ts'
import type { NodeProto } from '../proto/graph-def.ts'
import { runOrder, type Source, sourceOf, sourcesOf } from './body.ts'
import type { Frame, Outputs } from './contract.ts'
import { outputIndex } from './outputs.ts'
import type { Ref } from './refs.ts'
import { spend } from './scope.ts'

const dead: Ref = { kind: 'dead' }

const isDead = ({ kind }: Ref) => kind === 'dead'

/**
 * Runs through what the results and the effects need, in order, and gives the results. `given` holds the values that come
 * from outside, by `node:index`. Raises `model-invalid`, `model-cyclic`, `unknown-op`, `weight-missing`.
 */
export function run(
  frame: Frame,
  given: ReadonlyMap<string, Ref>,
  results: readonly string[],
  effects: readonly string[],
): readonly Ref[] {
  const { body, context } = frame
  const outputs = new Map<string, Outputs>()
  const isGiven = (source: Source) =>
    given.size > 0 && source.output === null && given.has(`${source.node}:${source.index}`)
  const sources = results.map((result) => sourceOf(result, body.isFunction))
  const follow = (node: NodeProto, source: Source) => {
    if (!source.control) return !isGiven(source)
    return context.effects.reach(body, source.node) || isPivot(node, source, frame)
  }
  const roots = [
    ...sources.filter((source) => !isGiven(source)).map(({ node }) => node),
    ...effects.filter((name) => context.effects.reach(body, name)),
  ]
  const refOf = (source: Source): Ref => {
    const known = source.output === null ? given.get(`${source.node}:${source.index}`) : undefined
    if (known !== undefined) return known
    const made = outputs.get(source.node)
    const node = body.nodes.get(source.node)
    if (made !== undefined && node !== undefined) {
      if (source.output === null) return made(source.index)
      return made(outputIndex(node, source.output, source.index, context.ops, frame.binding))
    }
    if (node?.op === 'NextIteration') return { kind: 'value', value: outputOf(reserve(frame, node.name)) }
    throw new EngineError('model-invalid', `The graph has no value ${source.node}:${source.index}.`)
  }
  for (const node of runOrder(body, roots, follow)) {
    spend(context.budget)
    const inputs: Ref[] = []
    const pivots: Ref[] = []
    for (const source of sourcesOf(body, node)) {
      if (!source.control) inputs.push(refOf(source))
      else if (isPivot(node, source, frame)) pivots.push(refOf(source))
    }
    const asset = body.isFunction ? null : context.asset(node.name)
    if (asset !== null) outputs.set(node.name, () => ({ kind: 'constant', constant: asset, name: node.name }))
    else if (node.op !== 'Merge' && (inputs.some(isDead) || pivots.some(isDead))) outputs.set(node.name, () => dead)
    else outputs.set(node.name, context.ruleOf(node)({ frame, node, inputs, pivots }))
  }
  return sources.map(refOf)
}

/** The name of a `NextIteration`, which its `Merge` needs before it is made. */
export function reserve(frame: Frame, name: string): string {
  const held = frame.reserved.get(name)
  if (held !== undefined) return held
  const unique = frame.scope.unique(name)
  frame.reserved.set(name, unique)
  return unique
}

/** A constant within a branch of TensorFlow 1 control flow hangs on the branch by a control alone. */
function isPivot(node: NodeProto, source: Source, { body }: Frame): boolean {
  if (node.op !== 'Const') return false
  const pivot = body.nodes.get(source.node)
  if (pivot?.op === 'Switch') return true
  const [input] = pivot?.inputs ?? []
  if (pivot?.op !== 'Identity' || input === undefined) return false
  return body.nodes.get(sourceOf(input, body.isFunction).node)?.op === 'Switch'
}
