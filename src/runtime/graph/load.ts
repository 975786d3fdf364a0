import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../base/errors.ts'
import type { ModelSource } from '../../graph/model.ts'
import { loadFailure } from '../failures.ts'
import { type Core, loadConverter } from '../packages.ts'
import type { Executable, LoadContext, Loaded, ModelPlan } from '../plan.ts'
import { joinPorts, type Ports } from '../ports.ts'
import { eachWeight } from '../weights.ts'
import { type GraphModel, type GraphProgram, parseGraph, setWeights } from './adapter.ts'
import { listed, type UsedOperations, usedOperations } from './operations.ts'
import { checkReferences } from './references.ts'
import { graphPorts } from './signature.ts'

/** Parses and checks a graph. Raises `model-invalid`, `unknown-op`, `weights-missing`. */
export async function planGraph(source: ModelSource, program: GraphProgram): Promise<ModelPlan> {
  const converter = await loadConverter()
  checkReferences(program.topology)
  let model: GraphModel
  try {
    model = parseGraph(converter, program)
  } catch (error) {
    throw loadFailure(error, 'its graph')
  }
  const used = usedOperations(model)
  checkConstants(source, used)
  const { inputs, outputs } = graphPorts(model, program)
  const ports = joinPorts(source.summary, inputs, outputs)
  return { operations: used.counts, load: (context) => loadGraph(source, model, ports, used, context) }
}

function checkConstants({ weights }: ModelSource, { constants }: UsedOperations): void {
  const names = new Set(weights.map(({ name }) => name))
  const missing = [...constants].filter((name) => !names.has(name))
  if (missing.length === 0) return
  throw new EngineError(
    'weights-missing',
    `${missing.length} of the ${constants.size} constants of the graph have no weight in the manifest, the first of them "${missing[0]}".`,
    'The model file and the weights may belong to different models; drop the files of one conversion together.',
  )
}

async function loadGraph(
  source: ModelSource,
  model: GraphModel,
  ports: Ports,
  used: UsedOperations,
  context: LoadContext,
): Promise<Loaded> {
  const start = performance.now()
  const tensors = new Map<string, Tensor>()
  try {
    await eachWeight(source.weights, context, ({ name }, tensor) => {
      tensors.get(name)?.dispose()
      tensors.set(name, tensor)
    })
  } catch (error) {
    for (const tensor of tensors.values()) tensor.dispose()
    throw error
  }
  const weightsMs = performance.now() - start
  setWeights(model, tensors)
  const asynchronous = used.asynchronous.size > 0
  const story = asynchronous ? [`Runs asynchronously: the graph holds ${listed(used.asynchronous)}.`] : []
  return { executable: graphExecutable(context.tf, model, ports, tensors, asynchronous), weightsMs, story }
}

function graphExecutable(
  tf: Core,
  model: GraphModel,
  ports: Ports,
  weights: ReadonlyMap<string, Tensor>,
  dynamic: boolean,
): Executable {
  const outputKeys = ports.outputs.map(({ key }) => key)
  const frozen = new Set<Tensor>(weights.values())
  let asynchronous = dynamic

  const feed = (inputs: readonly Tensor[]): NamedTensorMap =>
    Object.fromEntries(ports.inputs.map(({ key }, i) => [key, inputs[i] as Tensor]))
  /** An output may be an input or a weight itself; the caller gets one that it may free. */
  const own = (result: Tensor | Tensor[], inputs: readonly Tensor[]): readonly Tensor[] =>
    (Array.isArray(result) ? result : [result]).map((tensor) =>
      frozen.has(tensor) || inputs.includes(tensor) ? tf.clone(tensor) : tensor,
    )

  async function executeInScope(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    // `tidy` takes no promise; the queue keeps other work out of this scope while it is open.
    const engine = tf.engine()
    engine.startScope('run')
    let outputs: readonly Tensor[] = []
    try {
      outputs = own(await model.executeAsync(feed(inputs), outputKeys), inputs)
      return outputs
    } finally {
      engine.endScope([...outputs])
    }
  }

  return {
    ports,
    get asynchronous() {
      return asynchronous
    },
    execute: (inputs) => {
      if (asynchronous) return executeInScope(inputs)
      try {
        return own(model.execute(feed(inputs), outputKeys), inputs)
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes('executeAsync')) throw error
        asynchronous = true
        return executeInScope(inputs)
      }
    },
    dispose: () => model.dispose(),
  }
}
