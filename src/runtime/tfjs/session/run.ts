import type { Tensor } from '@tensorflow/tfjs-core'
import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import type { RungId } from '../../../base/ladder.ts'
import type { TensorValue } from '../../../base/tensor.ts'
import type { SessionOutput } from '../../contract.ts'
import { runFailure } from '../../failures.ts'
import type { RunningBackend } from '../devices/backend.ts'
import type { Core } from '../packages.ts'
import type { Executable } from '../plan.ts'
import { readTensor, toTensor } from '../tensors.ts'

interface Place {
  readonly tf: Core
  readonly id: RungId
  readonly running: RunningBackend
  readonly executable: Executable
}

/** Creates tensors from `values`, passes them to `work` and frees them afterwards. */
export async function withTensors<T>(
  { tf, id, running }: Place,
  values: readonly TensorValue[],
  work: (tensors: readonly Tensor[]) => Promise<T>,
): Promise<T> {
  const tensors: Tensor[] = []
  try {
    running.detectLoss()
    running.loss.check()
    for (const value of values) tensors.push(toTensor(tf, value))
    return await work(tensors)
  } catch (error) {
    if (error instanceof EngineError) throw error
    // On a lost device, kernels fail with misleading messages about sizes and shaders; report the loss instead.
    await running.settle()
    running.loss.check()
    running.failed?.(error)
    throw runFailure(error, id)
  } finally {
    if (running.loss.error === null) for (const tensor of tensors) tensor.dispose()
  }
}

/** One run: kernels, then read-back. Fails if a device error may have corrupted the result. */
export function runOnce(
  place: Place,
  values: readonly TensorValue[],
  signal: AbortSignal | undefined,
): Promise<SessionOutput> {
  const { executable, running } = place
  const start = performance.now()
  return withTensors(place, values, async (inputs) => {
    const result = executable.execute(inputs)
    const outputs = result instanceof Promise ? await running.loss.race(result) : result
    const ran = performance.now()
    try {
      throwIfAborted(signal)
      const read = await running.loss.race(readAll(place, inputs, values, outputs))
      const end = performance.now()
      running.detectLoss()
      running.loss.check()
      const fault = running.faults()[0]
      if (fault !== undefined) throw new Error(fault)
      throwIfAborted(signal)
      const named = executable.outputs.map(({ name }, i) => ({ name, value: read[i] as TensorValue }))
      return { outputs: named, runMs: ran - start, readbackMs: end - ran }
    } finally {
      if (running.loss.error === null) for (const tensor of new Set(outputs)) tensor.dispose()
    }
  })
}

function readAll(
  { running }: Place,
  inputs: readonly Tensor[],
  values: readonly TensorValue[],
  outputs: readonly Tensor[],
): Promise<readonly TensorValue[]> {
  const given = new Set(values.flatMap(({ data }) => (ArrayBuffer.isView(data) ? [data.buffer] : [])))
  return Promise.all(
    outputs.map((tensor) => {
      // The data has several handles: the output is a weight or an input.
      const shared = inputs.includes(tensor) || running.backend.refCount(tensor.dataId) > 1
      return readTensor(tensor, (buffer) => shared || given.has(buffer as ArrayBuffer))
    }),
  )
}
