import { throwIfAborted } from '../../../base/abort.ts'
import { mapConcurrently } from '../../../base/concurrency.ts'
import { EngineError } from '../../../base/errors.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Group } from '../../hdf5/contract.ts'
import { datasetsBelow } from '../../hdf5/walk.ts'
import { asString } from '../../shared/json-value.ts'
import type { NamedConstant } from '../model/contract.ts'
import type { FoundWeights } from './contract.ts'

const layersAtOnce = 16

/**
 * The weights of a legacy file: `layer_names` on the group, `weight_names` on each layer; long lists are split over
 * several attributes. Raises `weight-missing` for a listed weight that is absent, and what reading HDF5 raises.
 */
export async function weightsByLayer(group: Hdf5Group, file: string, signal?: AbortSignal): Promise<FoundWeights> {
  const attributes = await group.attributes(signal)
  const names = listed(attributes, 'layer_names') ?? []
  const groups = await group.children(signal)
  const layers = await mapConcurrently(names, layersAtOnce, async (name) => {
    throwIfAborted(signal)
    const layer = await groupOf(groups, name, signal)
    if (layer === null) throw missing(file, name, name)
    return [name, await weightsOf(layer, name, file, signal)] as const
  })
  const all = layers.flatMap(([, weights]) => weights)
  const byName = new Map(layers.map(([name, weights]) => [name, weights.map(named)] as const))
  return {
    store: { kind: 'by-layer', file, of: (layer) => byName.get(layer) ?? null },
    parameters: all.reduce((sum, { dataset }) => sum + sizeOf(dataset.shape), 0),
    version: asString(attributes.get('keras_version')),
    backend: asString(attributes.get('backend')) ?? '',
    storedTypes: all.map(({ dataset }) => dataset.storedType),
  }
}

/** A layer's group; HDF5 treats "/" in a layer's name as nested groups. */
async function groupOf(
  groups: ReadonlyMap<string, Hdf5Group | Hdf5Dataset>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Hdf5Group | null> {
  const [first = '', ...rest] = name.split('/').filter((part) => part !== '')
  const group = groups.get(name) ?? groups.get(first)
  if (group?.kind !== 'group') return null
  return rest.length === 0 || groups.has(name) ? group : groupOf(await group.children(signal), rest.join('/'), signal)
}

interface LayerWeight {
  readonly name: string
  readonly dataset: Hdf5Dataset
}

function named({ name, dataset }: LayerWeight): NamedConstant {
  return { name, constant: dataset.constant }
}

async function weightsOf(
  layer: Hdf5Group,
  layerName: string,
  file: string,
  signal: AbortSignal | undefined,
): Promise<readonly LayerWeight[]> {
  const names = listed(await layer.attributes(signal), 'weight_names') ?? []
  if (names.length === 0) return []
  const datasets = await datasetsBelow(layer, file, () => true, signal)
  return names.map((name) => {
    const dataset = datasets.get(name.replace(/^\/+/, ''))
    if (dataset === undefined) throw missing(file, name, layerName)
    return { name, dataset }
  })
}

/** A list of names in one attribute, or split over `name0`, `name1` …; `null` if there is none. */
export function listed(attributes: ReadonlyMap<string, Hdf5Attribute>, name: string): readonly string[] | null {
  const whole = textsOf(attributes.get(name))
  if (whole !== null) return whole
  const parts: string[] = []
  for (let i = 0; ; i++) {
    const part = textsOf(attributes.get(`${name}${i}`))
    if (part === null) return i === 0 ? null : parts
    parts.push(...part)
  }
}

function textsOf(value: Hdf5Attribute | undefined): readonly string[] | null {
  if (value === undefined) return null
  if (typeof value === 'string') return [value]
  // h5py writes an empty list as a list of numbers.
  return typeof value === 'number' ? [] : value.filter((item): item is string => typeof item === 'string')
}

function missing(file: string, weight: string, layer: string): EngineError {
  return new EngineError(
    'weight-missing',
    `${file} lists ${weight === layer ? `the layer "${layer}"` : `the weight "${weight}" of the layer "${layer}"`}, but does not hold it.`,
    'The file was probably changed after saving. Save the model again.',
  )
}
