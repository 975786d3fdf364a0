import type { ModelSummary } from '../base/model.ts'
import type { DType, Shape, TensorSpec } from '../base/tensor.ts'

/** An input or output of a model: as the person sees it, and under which name the executor takes it. */
export interface Port {
  readonly spec: TensorSpec
  readonly key: string
}

export interface Ports {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

/** What an executor says of one of its ports; `aliases` are other names under which a summary may list it. */
export interface RawPort {
  readonly key: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly dtype: DType
  readonly shape: Shape | null
}

/**
 * The summary's names, order and shapes, each joined to the executor's port of that name, or else of that place. A shape that
 * the file does not state (the outputs of a layers model) is the executor's.
 */
export function joinPorts(summary: ModelSummary, inputs: readonly RawPort[], outputs: readonly RawPort[]): Ports {
  const signature = summary.signatures[0]
  return { inputs: join(signature?.inputs, inputs), outputs: join(signature?.outputs, outputs) }
}

function join(specs: readonly TensorSpec[] | undefined, ports: readonly RawPort[]): readonly Port[] {
  if (specs === undefined || specs.length !== ports.length) {
    return ports.map(({ key, name, dtype, shape }) => ({ key, spec: { name, dtype, shape } }))
  }
  const named = specs.map(({ name }) => ports.find((port) => port.name === name || port.aliases.includes(name)))
  // One that is found twice or not at all: the names are of another kind, the order is not.
  const byName = new Set(named).size === specs.length && !named.includes(undefined)
  return specs.map((spec, i) => {
    const port = byName ? named[i] : ports[i]
    return { spec: { ...spec, shape: spec.shape ?? port?.shape ?? null }, key: port?.key ?? spec.name }
  })
}
