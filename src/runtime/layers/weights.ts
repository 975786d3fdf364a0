import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers'
import { EngineError } from '../../base/errors.ts'
import { formatShape } from '../../base/tensor.ts'
import type { WeightEntry } from '../../graph/model.ts'

export interface Assignments {
  readonly variables: ReadonlyMap<WeightEntry, LayerVariable>
  /** Weights that no variable takes: an optimiser's, mostly. */
  readonly unused: readonly WeightEntry[]
}

/** Keras 3 names a layer's weights by their place in it: `dense/0`. */
function isNumbered(name: string): boolean {
  return /\/\d+$/.test(name)
}

/** TensorFlow 2.2 put the cell's name before the weight's: `gru/gru_cell/kernel` for `gru/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/')
  return [...parts.slice(0, -2), ...parts.slice(-1)].join('/')
}

/**
 * Which weight goes into which variable, by the rules of tfjs-layers 4.22 (`Container.loadWeights`).
 * Raises `weights-missing` for variables without a weight and `model-invalid` where the shapes differ.
 */
export function assignWeights(model: LayersModel, entries: readonly WeightEntry[]): Assignments {
  const numbered = entries[0] !== undefined && isNumbered(entries[0].name)
  const targets = new Map<string, LayerVariable>()
  for (const layer of model.layers) {
    for (const [index, variable] of layer.weights.entries()) {
      const place = `${variable.name.split('/').slice(0, -1).join('/')}/${index}`
      const name = numbered ? place : variable.originalName
      if (targets.has(name))
        throw new EngineError(
          'model-invalid',
          `Two weights of the model are called "${name}".`,
          'Give the layers names of their own and convert the model again.',
        )
      targets.set(name, variable)
    }
  }
  const total = targets.size
  const variables = new Map<WeightEntry, LayerVariable>()
  const unused: WeightEntry[] = []
  for (const entry of entries) {
    const name = targets.has(entry.name) ? entry.name : withoutCell(entry.name)
    const variable = targets.get(name)
    if (variable === undefined) {
      unused.push(entry)
      continue
    }
    checkFit(entry, variable)
    targets.delete(name)
    variables.set(entry, variable)
  }
  if (targets.size > 0) throw missing([...targets.keys()], total, unused)
  return { variables, unused }
}

function checkFit(entry: WeightEntry, variable: LayerVariable): void {
  const expected = formatShape(variable.shape)
  const found = formatShape(entry.shape)
  const dtype: string = variable.dtype
  if (expected === found && dtype === entry.dtype) return
  throw new EngineError(
    'model-invalid',
    `Weight "${entry.name}" in ${entry.file} is ${entry.dtype} ${found}; layer weight "${variable.originalName}" is ${dtype} ${expected}.`,
    'The topology and the weights belong to different models, or a layer has a setting that TensorFlow.js does not know (grouped convolutions, for one).',
  )
}

const shownNames = 5

function missing(names: readonly string[], total: number, unused: readonly WeightEntry[]): EngineError {
  const shown = names
    .slice(0, shownNames)
    .map((name) => `"${name}"`)
    .join(', ')
  const left =
    unused.length === 0 ? '' : ` ${unused.length} weights fit nowhere, the first of them "${unused[0]?.name}".`
  return new EngineError(
    'weights-missing',
    `${names.length} of the ${total} weights of the layers are not in the manifest: ${shown}${names.length > shownNames ? ' …' : ''}.${left}`,
    'The topology and the weights may belong to different models, or their names come from a version of Keras that TensorFlow.js does not know.',
  )
}
