import type { Tensor } from '@tensorflow/tfjs-core'
import type { RungId } from '../../base/ladder.ts'
import type { LoadedModel, LoadOptions } from '../executor.ts'
import { loadFailure } from '../failures.ts'
import type { RunningBackend } from './devices/backend.ts'
import type { TfjsDevice } from './devices/device.ts'
import type { Core } from './packages.ts'
import type { GraphPlan, LoadContext, Loaded } from './plan.ts'
import { createSession } from './session/session.ts'

/** Loads a planned graph onto a device. Raises what `ModelPlan.load` raises. */
export async function loadOn(
  { id, onProcessor, tf, running }: TfjsDevice,
  plan: GraphPlan,
  { queue, release, signal, onProgress }: LoadOptions,
): Promise<LoadedModel> {
  const onBackend = backendScope(tf, id)
  const context: LoadContext = {
    tf,
    onBackend: (work) => queue(() => onBackend(work)),
    adopt: adopter(running),
    place: running.place,
    signal,
    onProgress,
  }
  const { executable, weightsMs, details, warnings } = await running.loss.race(loadWhole(plan, context, running))
  const session = createSession({ tf, id, onProcessor, running, executable, onBackend: context.onBackend, release })
  return { session, weightsMs, details: [...details, ...(running.details ?? [])], warnings }
}

/** Loads, and fails if the device reported an error: a buffer that could not be allocated reads as zeros. */
async function loadWhole(plan: GraphPlan, context: LoadContext, running: RunningBackend): Promise<Loaded> {
  const loaded = await plan.load(context)
  await running.flush?.()
  const fault = running.faults()[0]
  if (fault === undefined) return loaded
  await context.onBackend(() => loaded.executable.dispose())
  throw loadFailure(new Error(fault), 'the weights')
}

/**
 * Runs work with this backend as the current one. An existing backend is set at once; only the promise resolves later.
 */
function backendScope(tf: Core, id: RungId): <T>(work: () => T | Promise<T>) => T | Promise<T> {
  return (work) => {
    if (tf.getBackend() !== id && tf.findBackendFactory(id) !== null) void tf.setBackend(id)
    return work()
  }
}

function adopter({ adopt }: RunningBackend): LoadContext['adopt'] {
  return adopt === null ? null : (tensor: Tensor) => adopt(tensor.dataId, tensor.size)
}
