import { byStrength, cluesTo } from '../base/clue.ts'
import { EngineError, isAbort, toEngineError } from '../base/errors.ts'
import type { StageRecord } from '../base/ledger.ts'
import type { ModelMetadata, ModelSummary } from '../base/model.ts'
import type { OutputTrace } from '../base/output-trace.ts'
import { statePairs } from '../base/states.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { Reads, TreeFile } from '../files/tree.ts'
import type { OpenedSource } from '../formats/contract.ts'
import { openModel, withBeside } from '../formats/index.ts'
import type { Graph } from '../graph/graph.ts'
import type { ModelSource } from '../graph/model.ts'
import { takesPictures, takesSounds } from '../inputs/index.ts'
import type { readOutputs } from '../outputs/index.ts'
import type { Runtime, StartedSession } from '../runtime/contract.ts'
import type { Drop } from './drops.ts'
import { loadLedger } from './load-facts.ts'
import type { LoadedModel, LoadRequest } from './protocol.ts'
import type { CallContext } from './serve.ts'
import { States } from './states.ts'

/** The first run with certain input shapes; it includes compiling. */
export interface FirstRun {
  readonly compile: StageRecord
  /** Compile, run and read-back, ms. */
  readonly ms: number
}

/** A loaded model of a host. */
export interface Loaded {
  readonly source: OpenedSource
  /** The drop with its files. */
  readonly reads: Reads
  readonly started: StartedSession
  readonly description: LoadedModel
  /** What the graph tells about each output, by name. */
  readonly traces: ReadonlyMap<string, OutputTrace>
  /** The first run of each combination of input shapes. */
  readonly firstRuns: Map<string, FirstRun>
  /** Values of states after the last run. */
  readonly states: States
  /** Reads outputs. A chunk of its own, because a worker needs it only once it has a model. */
  readonly readOutputs: typeof readOutputs
}

/**
 * Loads a model of an opened drop as a session on a rung, with the files `beside` it that describe it. Parts of the drop that are read during the load stay cached
 * until its end. Raises what `OpenModel`, `ModelSource.toGraph` and `Runtime.start` raise.
 */
export function loadModel(
  runtime: Runtime,
  drop: Drop,
  request: Omit<LoadRequest, 'beside'>,
  context: CallContext,
  beside: readonly TreeFile[] = [],
): Promise<Loaded> {
  return drop.tree.reads.during(() => load(runtime, drop, beside, request, context))
}

async function load(
  runtime: Runtime,
  drop: Drop,
  beside: readonly TreeFile[],
  request: Omit<LoadRequest, 'beside'>,
  { signal, onProgress }: CallContext,
): Promise<Loaded> {
  const entry = drop.found.matches.find(({ match }) => match.main.path === request.candidate)
  if (entry === undefined) throw new EngineError('not-a-model', `${request.candidate} is not a model of this drop.`)
  const parseStart = performance.now()
  const source = await openModel(entry, withBeside(drop.tree, entry.match.main, beside), { signal, onProgress })
  try {
    const signature = request.signature ?? source.summary.signatures[0]?.name ?? ''
    const { graph, repairs } = await source.toGraph(signature, signal)
    const parseMs = performance.now() - parseStart
    const { backend, lost, optimise } = request
    const starting = runtime.start(graph, { backend, lost, optimise, signal, onProgress })
    // Both wait for reads of the file; neither changes the graph.
    const meanwhile = Promise.all([withEvidence(source.summary, graph, signal), import('../outputs/index.ts')])
    // A session that starts after the other work has failed is given back; its own failure is the caller's.
    meanwhile.catch(() => starting.then(({ session }) => session.dispose()).catch(() => undefined))
    const [started, [evidence, { readOutputs }]] = await Promise.all([starting, meanwhile])
    const { session, ladder, optimisation, warnings } = started
    const summary = { ...source.summary, metadata: evidence.metadata, repairs: [...source.summary.repairs, ...repairs] }
    const model = { summary, parseMs: parseMs + optimisation.ms }
    const description: LoadedModel = {
      session: request.session,
      summary,
      signature,
      optimisation,
      warnings: [...warnings, ...evidence.warnings],
      inputs: session.inputs,
      pictureInputs: pictureInputs(session.inputs, evidence.metadata),
      soundInputs: session.inputs.filter(takesSounds).map(({ name }) => name),
      outputs: session.outputs,
      states: statePairs(session.inputs, session.outputs),
      asynchronous: session.asynchronous,
      rung: session.rung,
      ladder,
      ledger: loadLedger(drop.opened, model, started),
      memory: session.memory(),
    }
    const { traces } = evidence
    return {
      source,
      reads: drop.tree.reads,
      started,
      description,
      traces,
      firstRuns: new Map(),
      states: new States(),
      readOutputs,
    }
  } catch (error) {
    throw named(error, source)
  }
}

/** The inputs that take pictures; a spectrogram is no picture. */
function pictureInputs(inputs: readonly TensorSpec[], { clues }: ModelMetadata): readonly string[] {
  return inputs
    .filter((spec) => takesPictures(spec) && cluesTo(clues, 'sound', spec.name).length === 0)
    .map(({ name }) => name)
}

interface Evidence extends Pick<Loaded, 'traces'> {
  readonly metadata: ModelMetadata
  readonly warnings: readonly string[]
}

/** The metadata with what the graph itself tells about its inputs, and what it tells about its outputs. */
async function withEvidence(
  { metadata, topology }: ModelSummary,
  graph: Graph,
  signal: AbortSignal | undefined,
): Promise<Evidence> {
  const { evidenceIn, outputTraces } = await import('../evidence/index.ts')
  const traces = outputTraces(graph)
  try {
    const clues = await evidenceIn(graph, { unit: topology.unit, signal })
    return { metadata: { ...metadata, clues: byStrength([...metadata.clues, ...clues]) }, traces, warnings: [] }
  } catch (error) {
    const { code, message } = toEngineError(error)
    if (isAbort(error) || code === 'cancelled') throw error
    // The preparation can be set by hand, so this must not prevent a run.
    return { metadata, traces, warnings: [`What the graph tells about its inputs could not be read: ${message}`] }
  }
}

/** Errors about the model itself: graph and runtime know its operations and layers, but not its file. */
const aboutModel: ReadonlySet<string> = new Set([
  'unknown-layer',
  'custom-layer',
  'lambda-layer',
  'unknown-op',
  'kernel-missing',
  'model-invalid',
  'model-cyclic',
  'signature-missing',
  'weight-missing',
  'weight-shape',
])

/** Prefixes the message with the model's file unless it already contains it. */
function named(error: unknown, { summary }: ModelSource): unknown {
  if (!(error instanceof EngineError) || !aboutModel.has(error.code) || error.message.includes(summary.path))
    return error
  return new EngineError(error.code, `${summary.path}: ${error.message}`, error.hint, error.cause)
}
