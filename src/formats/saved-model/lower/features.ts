import { formatShape, type Shape } from '../../../base/tensor.ts'
import type { Constant } from '../../../graph/constant.ts'
import { type Graph, type GraphInput, outputOf, producerOf, type Value } from '../../../graph/graph.ts'
import { orderFrom } from '../../../graph/walk.ts'
import type { Scope } from './scope.ts'

/** One feature of a tf.Example, as declared by the parsing op. */
export interface Feature {
  readonly key: string
  readonly dtype: GraphInput['dtype']
  readonly shape: Shape
  /** The default for records without the feature; `null` if it is required. */
  readonly fallback: Constant | null
}

interface Place {
  readonly input: GraphInput
  readonly fallback: Constant | null
  /** The input with the serialized records. */
  readonly record: GraphInput
}

/** Inputs that hold serialized tf.Example records, and the feature inputs that replace them. */
export class Features {
  private readonly places: Place[] = []
  private readonly records = new Map<Value, GraphInput>()

  constructor(private readonly scope: Scope) {}

  /** A signature input that may turn out to hold records. */
  add(input: GraphInput): void {
    this.records.set(outputOf(input.node), input)
  }

  /** The input behind a value; main graph only. */
  record(value: Value, scope: Scope): GraphInput | null {
    return scope === this.scope ? (this.records.get(value) ?? null) : null
  }

  /** The input for a feature; parsing it twice from the same record yields one input. */
  input(record: GraphInput, { key, dtype, shape, fallback }: Feature): Value {
    const held = this.places.find(
      ({ input, record: from }) =>
        from === record && input.name === key && input.dtype === dtype && String(input.shape) === String(shape),
    )
    if (held !== undefined) return outputOf(held.input.node)
    const taken = [...this.records.values(), ...this.places.map(({ input }) => input)].some(({ name }) => name === key)
    const node = this.scope.op(`${record.node}/${key}`, 'Placeholder', [], { dtype: { type: dtype }, shape: { shape } })
    const name = taken ? `${record.name}/${key}` : key
    this.places.push({ input: { name, node, dtype, shape }, fallback, record })
    return outputOf(node)
  }

  /** The inputs, with records replaced by the features that the outputs need; records read in other ways stay. */
  applied(graph: Graph): { readonly inputs: readonly GraphInput[]; readonly repairs: readonly string[] } {
    if (this.places.length === 0) return { inputs: graph.inputs, repairs: [] }
    const roots = graph.outputs.map(({ value }) => producerOf(value))
    const { nodes } = orderFrom(roots, graph.nodes)
    const repairs: string[] = []
    const inputs = graph.inputs.flatMap((input) => {
      const own = this.places.filter(({ record }) => record === input)
      if (own.length === 0) return [input]
      const needed = own.filter((place) => nodes.has(place.input.node))
      repairs.push(sentence(input, needed))
      return [...(nodes.has(input.node) ? [input] : []), ...needed.map((place) => place.input)]
    })
    return { inputs, repairs }
  }
}

function sentence({ name }: GraphInput, places: readonly Place[]): string {
  const listed = places.map(({ input, fallback }) => {
    const spec = `${input.name} ${input.dtype} ${formatShape(input.shape)}`
    return fallback?.data?.length === 1 ? `${spec} (${fallback.data[0]} if a record lacks it)` : spec
  })
  const features =
    listed.length === 0 ? 'none of its features is needed' : `its features are inputs instead: ${listed.join(', ')}`
  return `The input "${name}" takes serialized tf.Example records, which are not parsed here; ${features}.`
}
