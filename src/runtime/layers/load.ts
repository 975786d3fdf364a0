import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers'
import { EngineError } from '../../base/errors.ts'
import type { DType } from '../../base/tensor.ts'
import type { ModelSource, Program } from '../../graph/model.ts'
import { loadFailure } from '../failures.ts'
import { type Core, type Layers, loadCore, loadLayers } from '../packages.ts'
import type { Executable, LoadContext, Loaded, ModelPlan } from '../plan.ts'
import { joinPorts, type Ports, type RawPort } from '../ports.ts'
import { eachWeight } from '../weights.ts'
import { checkClasses } from './classes.ts'
import { tellDifferences, withTfjsNames } from './differences.ts'
import { checkReferences } from './references.ts'
import { layerOf, modelEntry, withoutTraining } from './topology.ts'
import { assignWeights } from './weights.ts'

export type LayersProgram = Extract<Program, { readonly kind: 'tfjs-layers' }>

/** Checks a layers topology. Raises `model-invalid`, `unknown-layer`, `known-but-unsupported`. */
export async function planLayers(source: ModelSource, program: LayersProgram): Promise<ModelPlan> {
  const [tf, layers] = await Promise.all([loadCore(), loadLayers()])
  const entry = modelEntry(program.topology)
  const root = layerOf(entry)
  if (root === null) {
    throw new EngineError(
      'model-invalid',
      'The topology names no class of model (Sequential, Functional).',
      'Convert the model again.',
    )
  }
  checkClasses(tf, root)
  checkReferences(root)
  const told = tellDifferences(root)
  return { operations: source.operations, load: (context) => loadLayersModel(source, entry, layers, told, context) }
}

interface Built {
  readonly model: LayersModel
  /** Everything tfjs registered while building, to be freed whatever happens. */
  readonly variables: readonly Variable[]
}

async function loadLayersModel(
  source: ModelSource,
  entry: object,
  layers: Layers,
  told: readonly string[],
  context: LoadContext,
): Promise<Loaded> {
  const { tf, onBackend } = context
  const built = await onBackend(() => build(tf, layers, entry))
  const free = (): void => {
    for (const variable of built.variables) if (!variable.isDisposed) variable.dispose()
  }
  try {
    const { variables, unused } = assignWeights(built.model, source.weights)
    const start = performance.now()
    await eachWeight([...variables.keys()], context, (weight, tensor) => {
      variables.get(weight)?.write(tensor)
      // The variable holds the values now; this only lets go of the second handle.
      tensor.dispose()
    })
    const weightsMs = performance.now() - start
    const names = unused.map(({ name }) => name)
    const story =
      names.length === 0
        ? []
        : [
            `${names.length} weights belong to no layer and were not read (${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}).`,
          ]
    return {
      executable: layersExecutable(tf, built.model, portsOf(source, built.model), free),
      weightsMs,
      story: [...told, ...story],
    }
  } catch (error) {
    await onBackend(free)
    throw error
  }
}

/** Makes the model with its variables at zero. */
async function build(tf: Core, layers: Layers, entry: object): Promise<Built> {
  const engine = tf.engine()
  const before = new Set(Object.values(engine.registeredVariables))
  const made = (): readonly Variable[] =>
    Object.values(engine.registeredVariables).filter((variable) => !before.has(variable))
  engine.startScope('build')
  try {
    const topology = withoutTraining(entry, withTfjsNames) as Parameters<Layers['models']['modelFromJSON']>[0]
    const model = await layers.models.modelFromJSON(topology)
    return { model, variables: made() }
  } catch (error) {
    for (const variable of made()) variable.dispose()
    throw loadFailure(error, 'its layers')
  } finally {
    engine.endScope()
  }
}

function portsOf({ summary }: ModelSource, model: LayersModel): Ports {
  return joinPorts(summary, symbolicPorts(model.inputs), symbolicPorts(model.outputs))
}

/** Ports by their place. `originalName` and the layer's name stay as in the file; `name` counts up with each load. */
function symbolicPorts(tensors: readonly SymbolicTensor[]): readonly RawPort[] {
  return tensors.map(({ originalName, sourceLayer, dtype, shape }, place) => ({
    key: String(place),
    name: sourceLayer.name,
    aliases: originalName === undefined ? [] : [originalName],
    dtype: dtype as DType,
    shape: shape.map((dim) => dim ?? null),
  }))
}

function layersExecutable(tf: Core, model: LayersModel, ports: Ports, free: () => void): Executable {
  const inputPlaces = ports.inputs.map(({ key }) => Number(key))
  const names = model.outputs.map(({ name }) => name)
  const outputPlaces = ports.outputs.map(({ key }) => Number(key))
  // `execute` finds tensors by the one output of each layer, and raises where a layer is used twice (shared, or nested and
  // therefore built once by itself and once in its place).
  const eachOnce = model.layers.every(({ inboundNodes }) => inboundNodes.length === 1)
  return {
    ports,
    asynchronous: false,
    // `execute` runs the layers once and frees what no later layer needs; `apply` would keep it all until the end, and
    // `predict` would slice the batch and join the slices again.
    execute: (inputs) =>
      tf.tidy(() => {
        const placed = model.inputs.map((_, place) => inputs[inputPlaces.indexOf(place)] as Tensor)
        const tensors = eachOnce
          ? (model.execute(placed, names) as Tensor[])
          : [model.apply(placed, { training: false }) as Tensor | Tensor[]].flat()
        return outputPlaces.map((place) => {
          const tensor = tensors[place] as Tensor
          return inputs.includes(tensor) ? tf.clone(tensor) : tensor
        })
      }),
    dispose: free,
  }
}
