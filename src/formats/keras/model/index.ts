import { EngineError } from '../../../base/errors.ts'
import type { TensorSpec } from '../../../base/tensor.ts'
import { GraphBuilder } from '../../../graph/builder.ts'
import type { SignatureGraph } from '../../../graph/model.ts'
import { layerOf } from '../layers/inner-layer.ts'
import type { Layer } from '../layers/layer.ts'
import { KerasTensor, type Nested } from '../layers/tensor.ts'
import { flattened } from './call-values.ts'
import { isModel } from './config.ts'
import type { KerasFile, KerasModel } from './contract.ts'
import { checkDepth } from './depth.ts'
import { precisionNotes } from './dtypes.ts'
import { firstLayerSpec, inputSpec, isInputLayer } from './input-layer.ts'
import { Lowering } from './lowering.ts'
import { inputsOf, namedReferences } from './model-inputs.ts'
import { isCustom, type LayerNode, type ModelNode, NodeTree, plainClass } from './nodes.ts'
import { refuseUnknown } from './unknown.ts'
import { versionNotes } from './version.ts'
import { ModelWeights } from './weights.ts'

/** What layers are parsed from. Excludes the weights, which may still be loading. */
type Configuration = Pick<KerasFile, 'path' | 'config' | 'dialect'>

/** The layers of a Keras model. Raises `model-invalid`, `lambda-layer`, `custom-layer`, `unknown-layer`. */
export function kerasLayers(file: Configuration): ModelNode {
  checkDepth(file.config, file.path)
  const layer = layerOf(file.config, file.dialect, 'model')
  if (layer === null || !isModel(layer)) throw noModel(file, layer)
  const tree = new NodeTree()
  const model = tree.model(layer)
  refuseUnknown(tree.unknown, file.path)
  return model
}

/**
 * Lowers a Keras model without reading weights. Raises `model-invalid`, `model-cyclic`, `weight-missing`,
 * `weight-shape`, and what `kerasLayers` raises unless its result is passed in.
 */
export function kerasModel(file: KerasFile, model: ModelNode = kerasLayers(file)): KerasModel {
  const layers = new Set(allLayers(model))
  const { graph, notes } = lower(file, model)
  const repairs = [...versionNotes(file.dialect), ...precisionNotes([...layers]), ...notes]
  const counts = new Map<string, number>()
  for (const one of layers) if (!isInputLayer(one)) counts.set(plainClass(one), (counts.get(plainClass(one)) ?? 0) + 1)
  return {
    signature: {
      name: 'default',
      inputs: graph.inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      outputs: graph.outputs.map(({ name, dtype, shape }) => ({ name, dtype: dtype ?? 'float32', shape })),
    },
    layers: counts,
    toGraph: async () => ({ graph, repairs }),
  }
}

function lower(
  file: KerasFile,
  model: ModelNode,
): { readonly graph: SignatureGraph['graph']; readonly notes: readonly string[] } {
  const b = new GraphBuilder()
  const weights = new ModelWeights(file, model)
  const lowering = new Lowering(b, weights, file.assets)
  const inputs = inputSpecs(model)
  const values = inputs.map(({ name, dtype, shape }) => new KerasTensor(b.input(name, dtype, shape)))
  const given: Nested = values.length === 1 ? values[0] : values
  const outputs = flattened(b.from([model.layer.name], () => lowering.callModel(model, [given], {})))
  weights.check()
  const names = distinct(outputNames(model, outputs.length))
  const placeholders = new Set(values.map(({ value }) => value))
  outputs.forEach(({ value }, i) => {
    b.output(names[i] ?? `output_${i}`, placeholders.has(value) ? b.op('Identity', [value]) : value)
  })
  return { graph: b.build(), notes: lowering.allNotes() }
}

/**
 * The inputs of the model. Like Keras, accepts any batch size whatever the file states, unless a stateful layer keeps a
 * state for each row.
 */
function inputSpecs(model: ModelNode): readonly TensorSpec[] {
  const specs = statedInputs(model)
  if (allLayers(model).some((layer) => layer.get('stateful') === true)) return specs
  return specs.map((spec) =>
    (spec.shape ?? []).length === 0 ? spec : { ...spec, shape: [null, ...(spec.shape ?? []).slice(1)] },
  )
}

/** The inputs of the outermost model as the file states them, in Keras's flattened order. */
function statedInputs(model: ModelNode): readonly TensorSpec[] {
  const specs = inputsOf(model).map(({ layer: name, name: key }) => {
    const layer = model.config.layers.find((entry) => entry.layer.name === name)?.layer
    if (layer === undefined)
      throw model.layer.error(
        `has an input "${name}", but no layer of that name.`,
        'The file may be damaged; save the model again.',
      )
    return { ...inputSpec(layer), name: key }
  })
  if (specs.length > 0) return specs
  const first = firstMember(model)
  const spec =
    first === undefined ? null : first.kind === 'model' ? null : firstLayerSpec(first.layer, model.config.buildShape)
  if (spec !== null) return [spec]
  if (first?.kind === 'model') return statedInputs(first)
  throw model.layer.error(
    'does not state its input shape.',
    'Build the model (call it once, or give it an Input layer) before saving it.',
  )
}

function firstMember(model: ModelNode): LayerNode | undefined {
  return model.members.find(({ node }) => node.kind !== 'input')?.node
}

function outputNames(model: ModelNode, count: number): readonly string[] {
  if (model.config.graph !== null) return namedReferences(model.config.graph.outputs).map(({ name }) => name)
  const last = model.members.at(-1)
  if (last?.node.kind === 'model' && count > 1) return outputNames(last.node, count)
  return Array.from({ length: count }, () => last?.entry.layer.name ?? 'output')
}

/** One tensor may be output several times: `dense`, `dense_1`. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let candidate = name
    for (let i = 1; taken.has(candidate); i++) candidate = `${name}_${i}`
    taken.add(candidate)
    return candidate
  })
}

function allLayers(node: LayerNode): readonly Layer[] {
  if (node.kind === 'input') return [node.layer]
  const inner = node.kind === 'model' ? node.members.map((member) => member.node) : [...node.children.values()]
  return [...(node.kind === 'model' ? [] : [node.layer]), ...inner.flatMap(allLayers)]
}

function noModel(file: Configuration, layer: Layer | null): EngineError {
  const hint =
    'A custom model class cannot be read from its config; export the model as a SavedModel with model.export().'
  if (layer === null)
    return new EngineError(
      'model-invalid',
      `The config in ${file.path} names no model class (Sequential, Functional).`,
      hint,
    )
  return new EngineError(
    isCustom(layer) ? 'custom-layer' : 'model-invalid',
    `The config in ${file.path} is of a ${layer.className}${isCustom(layer) ? ', a custom class whose code is not in the file,' : ''} and lists no layers.`,
    hint,
  )
}
