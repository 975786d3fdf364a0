import { throwIfAborted } from '../base/abort.ts'
import type { Graph } from '../graph/graph.ts'
import type { Optimised } from '../graph/passes/index.ts'
import type { Runtime, SessionRequest, StartedSession } from './contract.ts'
import type { WasmPaths } from './device.ts'
import { currentEnvironment, type RuntimeEnvironment } from './environment.ts'
import type { Executor, ModelPlan } from './executor.ts'
import { Ladder } from './ladder.ts'
import { createQueue } from './queue.ts'
import { rungs as allRungs, type Rung } from './rungs.ts'
import { lowerForDownload } from './tfjs/executor.ts'

export interface RuntimeOptions {
  /** Location of the Wasm backend's three binaries: a URL prefix, or a map from file names to URLs. */
  readonly wasmPaths: WasmPaths
  /** The browser's features; detected if absent. */
  readonly environment?: RuntimeEnvironment
  /** Best first; all rungs if absent. */
  readonly rungs?: readonly Rung[]
}

/** A graph lowered for an executor. */
interface Prepared {
  readonly lowered: Optimised
  readonly plan: ModelPlan
  readonly lowerMs: number
  readonly planMs: number
}

/** The sessions of one runtime take turns, because an executor has one current backend. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { wasmPaths, environment = currentEnvironment(), rungs = allRungs } = options
  const queue = createQueue()
  const ladder = new Ladder(rungs, { environment, wasmPaths }, queue)

  async function start(graph: Graph, request: SessionRequest): Promise<StartedSession> {
    const { signal, onProgress } = request
    const begin = performance.now()
    const prepared = preparer(graph, request)
    const [only, ...others] = new Set(rungs.map(({ executor }) => executor))
    // With a single executor there is no choice, so do not wait for the probes.
    if (only !== undefined && others.length === 0) await prepared(only)
    const operationsFor = async (executor: Executor) => (await prepared(executor)).plan.operations
    const { rung, device, report, release } = await ladder.choose(operationsFor, request)
    const { lowered, plan, lowerMs, planMs } = await prepared(rung.executor)
    const chosen = performance.now()
    try {
      const { session, weightsMs, details, warnings } = await plan.load(device, { queue, release, signal, onProgress })
      const end = performance.now()
      return {
        session,
        graph: lowered.graph,
        optimisation: lowered.report,
        ladder: report,
        backendMs: chosen - begin - lowerMs - planMs,
        weightsMs,
        buildMs: planMs + (end - chosen - weightsMs),
        details,
        warnings,
      }
    } catch (error) {
      await queue(release)
      throw error
    }
  }

  return {
    probe: async (signal) => {
      const report = await ladder.report()
      throwIfAborted(signal)
      return report
    },
    fetch: () => {
      // If it fails, `start` tries again and reports the error.
      for (const { executor } of rungs) executor.fetch().catch(() => undefined)
    },
    lowerForTensorFlowJs: lowerForDownload,
    start,
    spare: () => ladder.spare(),
  }
}

/** Lowers and plans a graph once per executor, however many of its rungs are tried. */
function preparer(graph: Graph, { optimise, signal, onProgress }: SessionRequest) {
  const known = new Map<Executor, Promise<Prepared>>()
  const prepare = async (executor: Executor): Promise<Prepared> => {
    const begin = performance.now()
    const lowered = await executor.lower(graph, { optimise, signal })
    throwIfAborted(signal)
    const lowerEnd = performance.now()
    const plan = await executor.plan(lowered.graph)
    throwIfAborted(signal)
    onProgress?.({ stage: 'backend', done: 0, total: null, note: 'starting a backend' })
    return { lowered, plan, lowerMs: lowerEnd - begin, planMs: performance.now() - lowerEnd }
  }
  return (executor: Executor): Promise<Prepared> => {
    const prepared = known.get(executor) ?? prepare(executor)
    known.set(executor, prepared)
    return prepared
  }
}
