import type { Tensor } from '@tensorflow/tfjs-core'
import { throwIfAborted } from '../base/abort.ts'
import { formatShape } from '../base/tensor.ts'
import type { WeightEntry } from '../graph/model.ts'
import { loadFailure } from './failures.ts'
import type { LoadContext } from './plan.ts'
import { toTensor } from './tensors.ts'

/**
 * Reads weights one at a time and hands each over as a tensor, made on the very array that was read: the bytes are
 * never joined and never twice in memory. Progress in bytes; a cancel takes effect between two tensors.
 */
export async function eachWeight(
  entries: readonly WeightEntry[],
  { tf, onBackend, upload, signal, onProgress }: LoadContext,
  take: (entry: WeightEntry, tensor: Tensor) => void,
): Promise<void> {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  for (const entry of entries) {
    throwIfAborted(signal)
    onProgress?.({ stage: 'weights', done, total, note: `${entry.name} ${formatShape(entry.shape)}` })
    const data = await entry.read(signal)
    await onBackend(() => {
      throwIfAborted(signal)
      try {
        const tensor = toTensor(tf, { dtype: entry.dtype, shape: entry.shape, data })
        take(entry, tensor)
        upload?.(tensor)
      } catch (error) {
        throw loadFailure(error, `weight "${entry.name}" of ${entry.file}`)
      }
    })
    done += entry.bytes
  }
  onProgress?.({ stage: 'weights', done, total, note: 'all weights read' })
}
