import type { Tensor } from '@tensorflow/tfjs-core'
import { throwIfAborted } from '../../base/abort.ts'
import { type Arithmetic, plainArithmetic } from '../../base/arithmetic.ts'
import { EngineError } from '../../base/errors.ts'
import { formatShape, type TensorData } from '../../base/tensor.ts'
import { type Constant, fillOf, owned } from '../../graph/constant.ts'
import { loadFailure } from '../failures.ts'
import { warnOfNonFinite } from './non-finite.ts'
import type { LoadContext } from './plan.ts'
import { toTensor } from './tensors.ts'

/** Limits of reading ahead of the current tensor, so that reading and uploading overlap: bytes and weights. */
const aheadBytes = 16 * 2 ** 20
const aheadWeights = 32

/**
 * Reads constants in order, a few ahead, and passes each to `take` as a tensor: written in place if the backend
 * supports it, else created on the array that was read, unless that is part of a file in memory. Reports progress in
 * bytes; can be cancelled between two tensors. Returns a sentence for each constant with NaN or infinite values.
 */
export async function eachConstant(
  constants: ReadonlyMap<string, Constant>,
  context: LoadContext,
  take: (name: string, tensor: Tensor) => void,
): Promise<readonly string[]> {
  const { onBackend, adopt, signal, onProgress } = context
  const warnings: string[] = []
  const list = [...constants.values()]
  const total = list.reduce((sum, { bytes }) => sum + bytes, 0)
  const ready = readAhead(list, context)
  let done = 0
  for (const [name, constant] of constants) {
    const { shape, bytes, file } = constant
    throwIfAborted(signal)
    onProgress?.({ stage: 'weights', done, total, note: `${name} ${formatShape(shape)}` })
    const make = await ready()
    await onBackend(() => {
      throwIfAborted(signal)
      try {
        const tensor = make((data, arithmetic) => {
          const warning = warnOfNonFinite(name, constant, data, arithmetic)
          if (warning !== null) warnings.push(warning)
        })
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

/** Creates the tensor from values that have been read, and passes them to `inspect`. */
type Make = (inspect: (data: TensorData | Float32Array, arithmetic: Arithmetic) => void) => Tensor

async function read(constant: Constant, { tf, place, signal }: LoadContext): Promise<Make> {
  const { dtype, shape } = constant
  if (place !== null && dtype === 'float32') {
    const fill = await fillOf(constant, signal)
    return (inspect) => {
      const written = place(shape, (values, arithmetic) => {
        fill(values, arithmetic)
        inspect(values, arithmetic)
      })
      return tf.engine().makeTensorFromTensorInfo(written)
    }
  }
  const data = await constant.read(signal)
  return (inspect) => {
    inspect(data, plainArithmetic)
    return toTensor(tf, { dtype, shape, data: owned(data) })
  }
}

/** Returns the next constant at each call, and starts reading the following ones. */
function readAhead(constants: readonly Constant[], context: LoadContext): () => Promise<Make> {
  const begun: { readonly make: Promise<Make>; readonly bytes: number }[] = []
  let next = 0
  let bytes = 0
  const fill = () => {
    for (let constant = constants[next]; constant !== undefined; constant = constants[next]) {
      if (begun.length > 0 && (bytes + constant.bytes > aheadBytes || begun.length >= aheadWeights)) return
      const make = read(constant, context)
      // Awaited later; without a handler, a failure before that would be unhandled.
      make.catch(() => undefined)
      begun.push({ make, bytes: constant.bytes })
      bytes += constant.bytes
      next++
    }
  }
  return async () => {
    fill()
    const first = begun.shift()
    if (first === undefined) throw new EngineError('internal', 'More weights were requested than exist.')
    const make = await first.make
    bytes -= first.bytes
    fill()
    return make
  }
}
