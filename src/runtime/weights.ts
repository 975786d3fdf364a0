import type { Tensor } from '@tensorflow/tfjs-core'
import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { formatShape, type TensorData } from '../base/tensor.ts'
import type { WeightEntry } from '../graph/model.ts'
import { loadFailure } from './failures.ts'
import type { LoadContext } from './plan.ts'
import { toTensor } from './tensors.ts'

/** Read ahead of the tensor being made, so that reading and uploading overlap: this many bytes, this many weights. */
const aheadBytes = 32 * 2 ** 20
const aheadWeights = 32

/**
 * Reads weights in their order, a few ahead, and hands each over as a tensor, made on the very array that was read: the
 * bytes are never joined and never twice in memory. Progress in bytes; a cancel takes effect between two tensors.
 */
export async function eachWeight(
  entries: readonly WeightEntry[],
  { tf, onBackend, upload, signal, onProgress }: LoadContext,
  take: (entry: WeightEntry, tensor: Tensor) => void,
): Promise<void> {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  const reads = readAhead(entries, signal)
  let done = 0
  for (const entry of entries) {
    throwIfAborted(signal)
    onProgress?.({ stage: 'weights', done, total, note: `${entry.name} ${formatShape(entry.shape)}` })
    const data = await reads()
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

/** Gives the data of the entries, one at each call, having begun to read those that come next. */
function readAhead(entries: readonly WeightEntry[], signal: AbortSignal | undefined): () => Promise<TensorData> {
  const begun: { readonly data: Promise<TensorData>; readonly bytes: number }[] = []
  let next = 0
  let bytes = 0
  const fill = () => {
    for (let entry = entries[next]; entry !== undefined; entry = entries[next]) {
      if (begun.length > 0 && (bytes + entry.bytes > aheadBytes || begun.length >= aheadWeights)) return
      const data = entry.read(signal)
      // Awaited in its turn; until then a failure is nobody's.
      data.catch(() => undefined)
      begun.push({ data, bytes: entry.bytes })
      bytes += entry.bytes
      next++
    }
  }
  return async () => {
    fill()
    const first = begun.shift()
    if (first === undefined) throw new EngineError('internal', 'More weights were asked for than there are.')
    const data = await first.data
    bytes -= first.bytes
    fill()
    return data
  }
}
