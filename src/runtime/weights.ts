import type { Tensor } from '@tensorflow/tfjs-core'
import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { formatShape, type TensorData } from '../base/tensor.ts'
import type { Constant } from '../graph/constant.ts'
import { loadFailure } from './failures.ts'
import { warnOfNonFinite } from './non-finite.ts'
import type { LoadContext } from './plan.ts'
import { toTensor } from './tensors.ts'

/** Read ahead of the tensor being made, so that reading and uploading overlap: this many bytes, this many weights. */
const aheadBytes = 16 * 2 ** 20
const aheadWeights = 32

/**
 * Reads constants in their order, a few ahead, and hands each over as a tensor, made on the very array that was read
 * unless that is part of a file in memory. Progress in bytes; a cancel takes effect between two tensors. Gives a
 * sentence for each constant that holds NaN or infinite values.
 */
export async function eachConstant(
  constants: ReadonlyMap<string, Constant>,
  { tf, onBackend, adopt, copies, signal, onProgress }: LoadContext,
  take: (name: string, tensor: Tensor) => void,
): Promise<readonly string[]> {
  const warnings: string[] = []
  const list = [...constants.values()]
  const total = list.reduce((sum, { bytes }) => sum + bytes, 0)
  const reads = readAhead(list, signal)
  let done = 0
  for (const [name, constant] of constants) {
    const { dtype, shape, bytes, file } = constant
    throwIfAborted(signal)
    onProgress?.({ stage: 'weights', done, total, note: `${name} ${formatShape(shape)}` })
    const data = await reads()
    const warning = warnOfNonFinite(name, constant, data)
    if (warning !== null) warnings.push(warning)
    await onBackend(() => {
      throwIfAborted(signal)
      try {
        const tensor = toTensor(tf, { dtype, shape, data: copies ? data : own(data) })
        take(name, tensor)
        adopt?.(tensor)
      } catch (error) {
        throw loadFailure(error, `weight "${name}"${file === '' ? '' : ` of ${file}`}`)
      }
    })
    done += bytes
  }
  onProgress?.({ stage: 'weights', done, total, note: 'all weights read' })
  return warnings
}

/** A backend that keeps what it is given would keep, with a view, the whole file. */
function own(data: TensorData): TensorData {
  return ArrayBuffer.isView(data) && data.byteLength < data.buffer.byteLength ? data.slice() : data
}

/** Gives the data of the constants, one at each call, having begun to read those that come next. */
function readAhead(constants: readonly Constant[], signal: AbortSignal | undefined): () => Promise<TensorData> {
  const begun: { readonly data: Promise<TensorData>; readonly bytes: number }[] = []
  let next = 0
  let bytes = 0
  const fill = () => {
    for (let constant = constants[next]; constant !== undefined; constant = constants[next]) {
      if (begun.length > 0 && (bytes + constant.bytes > aheadBytes || begun.length >= aheadWeights)) return
      const data = constant.read(signal)
      // Awaited in its turn; until then a failure is nobody's.
      data.catch(() => undefined)
      begun.push({ data, bytes: constant.bytes })
      bytes += constant.bytes
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
