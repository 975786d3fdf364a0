import { EngineError } from '../../../base/errors.ts'
import { outputOf } from '../../../graph/graph.ts'
import type { NodeProto } from '../proto/graph-def.ts'
import { type Source, sourceOf } from '../proto/source.ts'
import { type Following, runOrder } from './body.ts'
import type { Frame, Outputs } from './contract.ts'
import { outputIndex } from './outputs.ts'
import type { Ref } from './refs.ts'
import { spend } from './scope.ts'

const dead: Ref = { kind: 'dead' }

/** A node that has been visited. */
interface Done {
  readonly node: NodeProto
  readonly outputs: Outputs
}

/** External values, by node and output. */
export type Given = ReadonlyMap<string, readonly (Ref | undefined)[]>

/**
 * Visits what the results and effects need, in order, and returns the results. Raises `model-invalid`, `model-cyclic`,
 * `unknown-op`, `weight-missing`.
 */
export function run(
  frame: Frame,
  given: Given,
  results: readonly string[],
  effects: readonly string[],
): readonly Ref[] {
  return new Run(frame, given).run(results, effects)
}

class Run implements Following {
  readonly #frame: Frame
  readonly #given: Given
  readonly #done = new Map<string, Done>()
  /** The nodes to visit; empty until they are known. */
  #needed: ReadonlySet<string> = new Set()

  constructor(frame: Frame, given: Given) {
    this.#frame = frame
    this.#given = given
  }

  run(results: readonly string[], effects: readonly string[]): readonly Ref[] {
    const { body, context } = this.#frame
    const sources = results.map((result) => sourceOf(result, body.isFunction))
    const roots = [
      ...sources.filter((source) => this.#givenFor(source) === undefined).map(({ node }) => node),
      ...effects.filter((name) => context.effects.reach(body, name)),
    ]
    for (const node of this.#order(roots)) {
      spend(context.budget)
      this.#done.set(node.name, { node, outputs: this.#lower(node) })
    }
    return sources.map((source) => this.#ref(source))
  }

  follows(node: NodeProto, source: Source): boolean {
    if (!source.control) return this.#givenFor(source) === undefined
    const { body, context } = this.#frame
    if (context.effects.reach(body, source.node) || isPivot(node, source, this.#frame)) return true
    return this.#needed.has(source.node) && context.effects.has(node)
  }

  /** An effect waits for what its control inputs name, such as a read of the old value, but does not make it needed. */
  #order(roots: readonly string[]): readonly NodeProto[] {
    const { body, context } = this.#frame
    const order = runOrder(body, roots, this)
    if (!context.effects.areIn(body)) return order
    this.#needed = new Set(order.map(({ name }) => name))
    return runOrder(body, roots, this)
  }

  #lower(node: NodeProto): Outputs {
    const { body, context } = this.#frame
    const inputs: Ref[] = []
    const pivots: Ref[] = []
    for (const source of node.inputs) {
      if (!source.control) inputs.push(this.#ref(source))
      else if (isPivot(node, source, this.#frame)) pivots.push(this.#ref(source))
    }
    const asset = body.isFunction ? null : context.asset(node.name)
    if (asset !== null) return () => ({ kind: 'constant', constant: asset, name: node.name })
    if (node.op !== 'Merge' && (anyDead(inputs) || anyDead(pivots))) return () => dead
    return context.ruleOf(node)({ frame: this.#frame, node, inputs, pivots })
  }

  #ref(source: Source): Ref {
    const given = this.#givenFor(source)
    if (given !== undefined) return given
    const { body, context, binding } = this.#frame
    const done = this.#done.get(source.node)
    if (done !== undefined) {
      if (source.output === null) return done.outputs(source.index)
      return done.outputs(outputIndex(done.node, source.output, source.index, context, binding))
    }
    const node = body.nodes.get(source.node)
    if (node?.op === 'NextIteration') return { kind: 'value', value: outputOf(reserve(this.#frame, node.name)) }
    throw new EngineError('model-invalid', `The graph has no value ${source.node}:${source.index}.`)
  }

  #givenFor({ node, output, index }: Source): Ref | undefined {
    return output === null ? this.#given.get(node)?.[index] : undefined
  }
}

function anyDead(refs: readonly Ref[]): boolean {
  for (const { kind } of refs) if (kind === 'dead') return true
  return false
}

/** The name of a `NextIteration`, which its `Merge` needs before it exists. */
export function reserve(frame: Frame, name: string): string {
  const held = frame.reserved.get(name)
  if (held !== undefined) return held
  const unique = frame.scope.unique(name)
  frame.reserved.set(name, unique)
  return unique
}

/** A constant in a TensorFlow 1 branch is tied to the branch by a control input only. */
function isPivot(node: NodeProto, source: Source, { body }: Frame): boolean {
  if (node.op !== 'Const') return false
  const pivot = body.nodes.get(source.node)
  if (pivot?.op === 'Switch') return true
  const [input] = pivot?.inputs ?? []
  if (pivot?.op !== 'Identity' || input === undefined) return false
  return body.nodes.get(input.node)?.op === 'Switch'
}
