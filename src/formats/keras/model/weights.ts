import type { Constant } from '../../../graph/constant.ts'
import type { KerasFile, NamedConstant, WeightStore } from './contract.ts'
import { assignInOrder } from './legacy-order.ts'
import type { LayerNode, ModelNode, RowNode } from './nodes.ts'
import { pathsIn } from './path-schemes.ts'
import { Places } from './places.ts'
import { WeightProblems } from './weight-problems.ts'

/** Maps each layer's variables to constants in the file. */
export class ModelWeights {
  private readonly byLayer: ReadonlyMap<RowNode, ReadonlyMap<string, NamedConstant>>
  private readonly paths: ReadonlyMap<RowNode, string>
  private readonly places: Places
  private readonly problems: WeightProblems

  constructor(
    private readonly file: KerasFile,
    model: ModelNode,
  ) {
    this.problems = new WeightProblems(file.weights.file)
    this.places = new Places(model)
    this.paths = file.weights.kind === 'by-path' ? pathsIn(file.weights, model, this.places) : new Map()
    this.byLayer = file.weights.kind === 'by-layer' ? assignAll(file.weights, model) : new Map()
  }

  /**
   * The variable of a layer. If it is missing or misshapen, returns a placeholder of `shape`, and `check` raises later;
   * without a `shape` it raises at once.
   */
  constant(node: RowNode, variable: string, shape?: readonly number[]): Constant {
    const found = this.find(node, variable)
    if (found === null) return this.problems.missing(node.layer, variable, shape)
    const { constant } = found
    if (shape === undefined || sameShape(constant.shape, shape)) return constant
    return this.problems.otherShape(node.layer, variable, found, shape)
  }

  /** Raises `weight-missing` or `weight-shape`, listing every problem. */
  check(): void {
    this.problems.check()
  }

  private find(node: RowNode, variable: string): NamedConstant | null {
    const { weights } = this.file
    if (weights.kind === 'by-layer') return this.byLayer.get(node)?.get(variable) ?? null
    // Layers that save their own state, such as lookups, name their variables; all others number them.
    const { row, number } = this.places.of(node, variable)
    const path = this.paths.get(row) ?? row.path
    for (const one of [path, privately(path)]) {
      const found = namedAt(weights, `${one}/vars/${number}`) ?? namedAt(weights, `${one}/vars/${variable}`)
      if (found !== null) return found
    }
    return null
  }
}

/** Keras 2 stored inner layers under private attributes: `multi_head_attention/_query_dense`. */
function privately(path: string): string {
  return path.replace(/\/([^/]*)$/, '/_$1')
}

function namedAt(weights: Extract<WeightStore, { readonly kind: 'by-path' }>, name: string): NamedConstant | null {
  const constant = weights.at(name)
  return constant === null ? null : { name, constant }
}

/**
 * `.keras` kernels already include low-rank (LoRA) updates; legacy files store the two separately. Raises
 * `model-invalid`.
 */
function refuseLoRA({ layer }: RowNode): void {
  if (layer.get('lora_rank') === undefined) return
  throw layer.error(
    'has a low-rank update (LoRA), which this file format does not merge into the kernel.',
    'Save the model as .keras, which merges it, or export it as a SavedModel with model.export().',
  )
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i])
}

function assignAll(
  store: Extract<WeightStore, { readonly kind: 'by-layer' }>,
  model: ModelNode,
): ReadonlyMap<RowNode, ReadonlyMap<string, NamedConstant>> {
  const all = new Map<RowNode, ReadonlyMap<string, NamedConstant>>()
  const assign = (node: LayerNode, name: string): void => {
    if (node.kind === 'input') return
    const weights = store.of(name)
    if (weights !== null && weights.length > 0) {
      for (const [row, found] of assignInOrder(node, weights)) {
        refuseLoRA(row)
        all.set(row, found)
      }
      return
    }
    // TensorFlow.js lists weights under the innermost layer's name.
    if (node.kind === 'model') for (const member of node.members) assign(member.node, member.entry.layer.name)
    else for (const child of node.children.values()) assign(child, child.layer.name)
  }
  for (const { node, entry } of model.members) assign(node, entry.layer.name)
  return all
}
