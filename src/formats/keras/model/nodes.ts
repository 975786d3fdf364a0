import { EngineError } from '../../../base/errors.ts'
import type { LayerRow, Variable } from '../layers/contract.ts'
import { rowOf } from '../layers/index.ts'
import type { Layer } from '../layers/layer.ts'
import { memberPaths } from '../layers/paths.ts'
import { operationRowOf } from '../operations/index.ts'
import { isModel, type ModelConfig, type ModelLayer, modelConfig } from './config.ts'
import { isInputLayer } from './input-layer.ts'

/** A layer with its inner layers. One node per Python layer object, however often it is called. */
export type LayerNode = InputNode | RowNode | ModelNode

export interface InputNode {
  readonly kind: 'input'
  readonly layer: Layer
}

export interface RowNode {
  readonly kind: 'row'
  readonly layer: Layer
  readonly row: LayerRow
  /** Where a Keras 3 file stores its weights: `layers/bidirectional/forward_layer`. */
  readonly path: string
  /** Trainable ones first, as Keras counts them. */
  readonly variables: readonly Variable[]
  /** By the attribute that holds them. */
  readonly children: ReadonlyMap<string, LayerNode>
}

export interface ModelNode {
  readonly kind: 'model'
  readonly layer: Layer
  readonly config: ModelConfig
  readonly members: readonly { readonly node: LayerNode; readonly entry: ModelLayer }[]
}

/** A layer without a row in the table. */
export interface UnknownLayer {
  readonly kind: 'lambda' | 'custom' | 'unknown'
  readonly layer: Layer
}

/** Deepest nesting of layers; a file that goes deeper is not a model. */
const deepest = 60

/** Builds the nodes of a model file and collects unsupported layers. */
export class NodeTree {
  readonly unknown: UnknownLayer[] = []
  private readonly shared = new Map<number, LayerNode>()

  /** Raises `model-invalid`. */
  model(layer: Layer, path = '', depth = 0): ModelNode {
    const config = modelConfig(layer)
    const counted = config.layers.filter(({ layer: member }) => operationOf(member) === null)
    const paths = memberPaths(
      path === '' ? 'layers' : `${path}/layers`,
      counted.map(({ layer: member }) => plainClass(member)),
    )
    const pathOf = new Map(counted.map(({ layer: member }, i) => [member, paths[i] ?? '']))
    return {
      kind: 'model',
      layer,
      config,
      members: config.layers.flatMap((entry) => {
        const node = this.node(entry.layer, pathOf.get(entry.layer) ?? '', depth + 1)
        return node === null ? [] : [{ node, entry }]
      }),
    }
  }

  /**
   * The node of a layer, one for all places of a shared layer: Keras saves its weights under the first path that leads to
   * it.
   */
  private node(layer: Layer, path: string, depth: number): LayerNode | null {
    const { sharedId } = layer
    const known = sharedId === null ? undefined : this.shared.get(sharedId)
    if (known !== undefined) return known
    const node = this.made(layer, path, depth)
    if (sharedId !== null && node !== null) this.shared.set(sharedId, node)
    return node
  }

  private made(layer: Layer, path: string, depth: number): LayerNode | null {
    if (depth > deepest)
      throw new EngineError('model-invalid', `Layers are nested more than ${deepest} deep at "${layer.name}".`)
    if (isInputLayer(layer)) return { kind: 'input', layer }
    if (isModel(layer)) return this.model(layer, path, depth)
    const row = operationOf(layer) ?? rowOf(layer.className)
    if (row === null || isCustom(layer)) {
      this.unknown.push({ kind: kindOf(layer), layer })
      return null
    }
    const variables = row.variables?.(layer) ?? []
    const children = new Map<string, LayerNode>()
    for (const child of row.children?.(layer) ?? []) {
      const node = this.node(child.layer, `${path}/${child.path}`, depth + 1)
      if (node !== null) children.set(child.path, node)
    }
    return {
      kind: 'row',
      layer,
      row,
      path,
      variables: [...variables.filter(({ trainable }) => trainable), ...variables.filter((one) => !one.trainable)],
      children,
    }
  }
}

/** `Package>Block` → `Block`. */
export function plainClass({ className }: Layer): string {
  return className.split('>').at(-1) ?? className
}

function operationOf(layer: Layer): LayerRow | null {
  const { className, module, config } = layer
  if (module !== null) return operationRowOf(module, className)
  // Legacy files do not name the module; an operation's config lacks fields that every layer has.
  const plain = layer.dialect.major >= 3 && !Object.hasOwn(config, 'trainable') && !Object.hasOwn(config, 'dtype')
  return (plain && className !== 'InputLayer' && !isModel(layer)) || rowOf(className) === null
    ? operationRowOf(null, className)
    : null
}

function kindOf(layer: Layer): UnknownLayer['kind'] {
  if (layer.className === 'Lambda') return 'lambda'
  return isCustom(layer) ? 'custom' : 'unknown'
}

/** Registered under another package, or from a module outside Keras. */
export function isCustom({ className, module }: Layer): boolean {
  return (
    className.includes('>') ||
    (module !== null && !/^(keras|tf_keras|tensorflow|tensorflow_model_optimization|builtins)\b/.test(module))
  )
}
