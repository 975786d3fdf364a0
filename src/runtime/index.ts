import type { Tensor } from '@tensorflow/tfjs-core'
import { throwIfAborted } from '../base/abort.ts'
import type { RungId } from '../base/ladder.ts'
import type { ExecutionDetail } from '../base/stage-facts.ts'
import type { Graph } from '../graph/graph.ts'
import type { Runtime, SessionRequest, StartedSession } from './contract.ts'
import { currentEnvironment, type RuntimeEnvironment } from './environment.ts'
import { loadFailure } from './failures.ts'
import { Ladder } from './ladder.ts'
import { createQueue } from './queue.ts'
import type { RunningRung, WasmPaths } from './tfjs/devices/backend.ts'
import { planGraph } from './tfjs/graph-model/load.ts'
import { opsBeyondTensorFlowJs } from './tfjs/ops/beyond.ts'
import { type Core, loadCore } from './tfjs/packages.ts'
import type { LoadContext, Loaded, ModelPlan } from './tfjs/plan.ts'
import { createSession } from './tfjs/session/session.ts'

export interface RuntimeOptions {
  /** Where the Wasm backend's binaries are: a prefix, or a map from their three names to URLs. */
  readonly wasmPaths: WasmPaths
  /** What the browser offers; the present surroundings when left out. */
  readonly environment?: RuntimeEnvironment
}

/** The only place that runs tfjs. Sessions of one runtime take turns; tfjs has one current backend. */
export function createRuntime({ wasmPaths, environment = currentEnvironment() }: RuntimeOptions): Runtime {
  const queue = createQueue()
  const ladder = new Ladder({ environment, wasmPaths }, queue)

  async function start(graph: Graph, request: SessionRequest): Promise<StartedSession> {
    const { signal, onProgress } = request
    const planStart = performance.now()
    const tf = await loadCore()
    const plan = await planGraph(graph)
    throwIfAborted(signal)
    const planMs = performance.now() - planStart
    onProgress?.({ stage: 'backend', done: 0, total: null, note: 'starting a backend' })
    const { id, running, report } = await ladder.choose(plan.operations, request)
    const chosen = performance.now()
    const onBackend = backendScope(tf, id)
    try {
      const context: LoadContext = {
        tf,
        onBackend: (work) => queue(() => onBackend(work)),
        adopt: adopter(running),
        place: running.place,
        signal,
        onProgress,
      }
      const { executable, weightsMs, details, warnings } = await running.loss.race(loadWhole(plan, context, running))
      const session = createSession({
        tf,
        id,
        running,
        executable,
        onBackend: context.onBackend,
        release: () => ladder.release(id),
      })
      const end = performance.now()
      return {
        session,
        ladder: report,
        backendMs: chosen - planStart - planMs,
        weightsMs,
        buildMs: planMs + (end - chosen - weightsMs),
        details: [...details, ...rungDetails(id)],
        warnings,
      }
    } catch (error) {
      await queue(() => ladder.release(id))
      throw error
    }
  }

  return {
    probe: async (signal) => {
      const report = await ladder.report()
      throwIfAborted(signal)
      return report
    },
    opsBeyondTensorFlowJs,
    start,
  }
}

/** Loads, and believes the load only when the device has nothing to say against it: a buffer it had no room for reads as zeros. */
async function loadWhole(plan: ModelPlan, context: LoadContext, running: RunningRung): Promise<Loaded> {
  const loaded = await plan.load(context)
  await running.flush?.()
  const fault = running.faults()[0]
  if (fault === undefined) return loaded
  await context.onBackend(() => loaded.executable.dispose())
  throw loadFailure(new Error(fault), 'the weights')
}

/** Work with one backend as the current one. A backend that exists is set at once; the promise only says so later. */
function backendScope(tf: Core, id: RungId): <T>(work: () => T | Promise<T>) => T | Promise<T> {
  return (work) => {
    if (tf.getBackend() !== id && tf.findBackendFactory(id) !== null) void tf.setBackend(id)
    return work()
  }
}

function adopter({ adopt }: RunningRung): LoadContext['adopt'] {
  return adopt === null ? null : (tensor: Tensor) => adopt(tensor.dataId, tensor.size)
}

function rungDetails(id: RungId): readonly ExecutionDetail[] {
  return id === 'wasm' ? [{ code: 'packs-weights' }] : []
}
