import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import type { StageRecord } from '../base/ledger.ts'
import { openModel } from '../formats/index.ts'
import type { ModelSource } from '../graph/model.ts'
import type { Runtime, StartedSession } from '../runtime/contract.ts'
import type { Drop } from './drops.ts'
import { loadLedger } from './load-story.ts'
import type { LoadedModel, LoadRequest } from './protocol.ts'
import type { CallContext } from './serve.ts'

/** The first run with some input shapes, which pays for compiling. */
export interface FirstRun {
  readonly compile: StageRecord
  /** Compile, run and read-back, ms. */
  readonly ms: number
}

/** The one loaded model of a host. */
export interface Loaded {
  readonly source: ModelSource
  readonly started: StartedSession
  readonly description: LoadedModel
  /** By the input shapes that have been run: what the first run of them cost. */
  readonly firstRuns: Map<string, FirstRun>
}

/** From an opened drop to a session on a rung. Raises what `ModelFormat.open` and `Runtime.start` raise. */
export async function loadModel(
  runtime: Runtime,
  drop: Drop,
  request: LoadRequest,
  { signal, onProgress }: CallContext,
): Promise<Loaded> {
  const entry = drop.found.matches.find(({ match }) => match.main.path === request.candidate)
  if (entry === undefined) throw new EngineError('not-a-model', `${request.candidate} is no model of this drop.`)
  const parseStart = performance.now()
  const source = await openModel(entry, drop.tree, { signal, onProgress })
  const parseMs = performance.now() - parseStart
  throwIfAborted(signal)
  const started = await runtime
    .start(source, { backend: request.backend, lost: request.lost, signal, onProgress })
    .catch((error: unknown) => {
      throw named(error, source)
    })
  const { session, ladder } = started
  const description: LoadedModel = {
    summary: source.summary,
    inputs: session.inputs,
    outputs: session.outputs,
    asynchronous: session.asynchronous,
    rung: session.rung,
    ladder,
    ledger: loadLedger(drop.opened, source, started, parseMs),
    memory: session.memory(),
  }
  return { source, started, description, firstRuns: new Map() }
}

/** Errors about the model itself: the runtime knows its operations and layers, but not its file. */
const aboutModel: ReadonlySet<string> = new Set(['unknown-layer', 'unknown-op', 'kernel-missing', 'model-invalid'])

/** Puts the model's file in front of a message that does not name it. */
function named(error: unknown, { summary }: ModelSource): unknown {
  if (!(error instanceof EngineError) || !aboutModel.has(error.code) || error.message.includes(summary.path))
    return error
  return new EngineError(error.code, `${summary.path}: ${error.message}`, error.hint, error.cause)
}
