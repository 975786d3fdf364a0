import { formatCount } from '../../../base/format.ts'
import type { NamedConstant, WeightStore } from '../../keras/model/contract.ts'
import type { WeightEntry } from '../weights/entries.ts'

/** `layers/conv2d/vars/0`: the converter's weight names for a `.keras` file. */
const place = /^(layers|_layer_checkpoint_dependencies)\/.*\bvars\/\d+$/

/** The manifest's weights, in the form the model requests them. */
export function manifestStore(entries: readonly WeightEntry[], file: string): WeightStore {
  if (entries.some(({ name }) => place.test(name))) {
    const byPath = new Map(
      entries.map(({ name, constant }) => [name.replaceAll('_layer_checkpoint_dependencies', 'layers'), constant]),
    )
    return { kind: 'by-path', file, at: (path) => byPath.get(path) ?? null }
  }
  return { kind: 'by-layer', file, of: (layer) => entriesOf(entries, layer) }
}

/** `dense/kernel` for layer `dense`; otherwise `cnn/dense/kernel`, prefixed with the model. */
function entriesOf(entries: readonly WeightEntry[], layer: string): readonly NamedConstant[] | null {
  const first = entries.filter(({ name }) => name.startsWith(`${layer}/`))
  const found = first.length > 0 ? first : entries.filter(({ name }) => name.includes(`/${layer}/`))
  return found.length === 0 ? null : found
}

/**
 * A note if TensorFlow.js itself could not match these names. `layers` are the names of all layers that are not models.
 */
export function namingRepairs(entries: readonly WeightEntry[], layers: ReadonlySet<string>): readonly string[] {
  if (entries.some(({ name }) => place.test(name)))
    return ['The weights have the names of a .keras file (layers/dense/vars/0); they were matched by those names.']
  const prefixed = entries.filter(({ name }) => {
    const [first = '', ...rest] = name.split('/')
    return !layers.has(first) && rest.slice(0, -1).some((part) => layers.has(part))
  })
  const [example] = prefixed
  if (example === undefined) return []
  return [
    `The names of ${formatCount(prefixed.length, 'weight')} start with the name of a model (${example.name}); they were matched without it.`,
  ]
}
