import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import type { RungId } from '../../../base/ladder.ts'
import type { NamedTensors } from '../../../base/tensor.ts'
import type { Session, SessionOutput, WarmUp } from '../../contract.ts'
import type { RunningBackend } from '../devices/backend.ts'
import type { Core } from '../packages.ts'
import type { Executable } from '../plan.ts'
import { readTensor } from '../tensors.ts'
import { checkInputs } from './check-inputs.ts'
import { compileInParallel } from './compile.ts'
import { integerCheck } from './large-integers.ts'
import { runOnce, withTensors } from './run.ts'

export interface SessionParts {
  readonly tf: Core
  readonly id: RungId
  readonly onProcessor: boolean
  readonly running: RunningBackend
  readonly executable: Executable
  /** Runs work in the queue, with this session's backend as the current one. */
  readonly onBackend: <T>(work: () => T | Promise<T>) => Promise<T>
  /** Releases the rung. */
  readonly release: () => Promise<void>
}

export function createSession({ tf, id, onProcessor, running, executable, onBackend, release }: SessionParts): Session {
  const place = { tf, id, running, executable }
  const specs = executable.inputs
  const checkIntegers = integerCheck(executable.graph, { id, onProcessor })
  const compiled = new Set<string>()
  let disposed = false

  /** Raises `not-loaded`, `cancelled` and `gpu-lost` before any work starts. */
  function ready(signal: AbortSignal | undefined): void {
    throwIfAborted(signal)
    if (disposed) throw new EngineError('not-loaded', 'The model has been unloaded.', 'Load it again.')
    running.loss.check()
  }

  return {
    rung: id,
    inputs: specs,
    outputs: executable.outputs,
    get asynchronous() {
      return executable.asynchronous
    },
    warmUp: async (inputs: NamedTensors, signal?: AbortSignal): Promise<WarmUp | null> => {
      const values = checkInputs(specs, inputs)
      const shapes = JSON.stringify(values.map(({ shape }) => shape))
      return onBackend(async () => {
        ready(signal)
        if (compiled.has(shapes)) return null
        const result = await withTensors(place, values, (tensors) =>
          compileInParallel(tf, running, executable, tensors),
        )
        compiled.add(shapes)
        return result
      })
    },
    run: async (inputs: NamedTensors, signal?: AbortSignal): Promise<SessionOutput> => {
      const values = checkInputs(specs, inputs)
      return onBackend(() => {
        ready(signal)
        checkIntegers(values)
        return runOnce(place, values, signal)
      })
    },
    readWeights: async (take, signal) => {
      for (const [name, tensor] of executable.weights) {
        const value = await onBackend(() => {
          ready(signal)
          // The array may be the backend's own.
          return running.loss.race(readTensor(tensor, () => true))
        })
        await take(name, value)
      }
    },
    memory: () => (disposed || running.loss.error !== null ? null : running.memory()),
    dispose: async () => {
      if (disposed) return
      disposed = true
      // In the queue, because a run in progress still uses the tensors.
      await onBackend(async () => {
        if (running.loss.error === null) executable.dispose()
        await release()
      }).catch(() => undefined)
    },
  }
}
