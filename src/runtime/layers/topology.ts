/** Layers topologies come in Keras's spelling (`class_name`) and in tfjs's (`className`); both are read here. */
export type Json = Readonly<Record<string, unknown>>

export interface LayerNode {
  readonly className: string
  readonly name: string
  /** The entry as it lies in its container: for a functional model it holds the inbound nodes. */
  readonly entry: Json
  readonly config: unknown
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `field(x, 'class_name', 'className')`: the first that is there, own properties only. */
export function field(value: unknown, ...names: readonly string[]): unknown {
  if (!isRecord(value)) return undefined
  const name = names.find((candidate) => Object.hasOwn(value, candidate))
  return name === undefined ? undefined : value[name]
}

/** The model's own entry: `{class_name, config}`, with or without `model_config` around it. */
export function modelEntry(topology: object): Json {
  const inner = field(topology, 'model_config', 'modelConfig')
  return isRecord(inner) ? inner : (topology as Json)
}

/** The layer of one entry, or null when it is something else. */
export function layerOf(entry: unknown): LayerNode | null {
  const className = field(entry, 'class_name', 'className')
  if (typeof className !== 'string' || !isRecord(entry)) return null
  const { config } = entry
  const name = field(config, 'name') ?? entry.name
  return { className, name: typeof name === 'string' ? name : '', entry, config }
}

/** Direct children: a container's layers, what a wrapper wraps, an RNN's cells. */
export function childLayers({ config }: LayerNode): readonly LayerNode[] {
  const lists = [Array.isArray(config) ? config : field(config, 'layers'), field(config, 'cells')]
  const singles = [
    field(config, 'layer'),
    field(config, 'forward_layer', 'forwardLayer'),
    field(config, 'backward_layer', 'backwardLayer'),
    field(config, 'cell'),
  ]
  return [...lists.flatMap((list) => (Array.isArray(list) ? list : [])), ...singles].flatMap(
    (entry) => layerOf(entry) ?? [],
  )
}

/** The layer and everything below it. */
export function allLayers(layer: LayerNode): readonly LayerNode[] {
  return [layer, ...childLayers(layer).flatMap(allLayers)]
}

/**
 * A copy fit for loading: initialisers are zeros (the true values come from the weight files; `Orthogonal` alone can
 * take seconds), regularisers and constraints, which only training needs, are left out.
 */
export function withoutTraining(value: unknown, mend: (entry: Json) => Json = (entry) => entry): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutTraining(item, mend))
  if (!isRecord(value)) return value
  const fields = Object.entries(mend(value)).filter(([key]) => key !== '__proto__')
  return Object.fromEntries(fields.map(([key, inner]) => [key, forInference(key, inner, mend)]))
}

function forInference(key: string, value: unknown, mend: (entry: Json) => Json): unknown {
  if (value !== null && /initializer$/i.test(key)) return { class_name: 'Zeros', config: {} }
  if (/(regularizer|constraint)$/i.test(key)) return null
  return withoutTraining(value, mend)
}
