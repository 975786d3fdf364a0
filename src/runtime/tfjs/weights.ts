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

/** Read ahead of the tensor being made, so that reading and uploading overlap: this many bytes, this many weights. */
const aheadBytes = 16 * 2 ** 20
const aheadWeights = 32

/**
 * Reads constants in their order, a few ahead, and hands each over as a tensor: written straight to its place where the
 * backend has one, else made on the very array that was read unless that is part of a file in memory. Progress in bytes; a
 * cancel takes effect between two tensors. Gives a sentence for each constant that holds NaN or infinite values.
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

/** Makes the tensor of values that have been read, and lets them be looked at. */
type Make = (look: (data: TensorData | Float32Array, arithmetic: Arithmetic) => void) => Tensor

async function read(constant: Constant, { tf, place, signal }: LoadContext): Promise<Make> {
  const { dtype, shape } = constant
  if (place !== null && dtype === 'float32') {
    const fill = await fillOf(constant, signal)
    return (look) => {
      const written = place(shape, (values, arithmetic) => {
        fill(values, arithmetic)
        look(values, arithmetic)
      })
      return tf.engine().makeTensorFromTensorInfo(written)
    }
  }
  const data = await constant.read(signal)
  return (look) => {
    look(data, plainArithmetic)
    return toTensor(tf, { dtype, shape, data: owned(data) })
  }
}

/** Gives the constants, one at each call, having begun to read those that come next. */
function readAhead(constants: readonly Constant[], context: LoadContext): () => Promise<Make> {
  const begun: { readonly make: Promise<Make>; readonly bytes: number }[] = []
  let next = 0
  let bytes = 0
  const fill = () => {
    for (let constant = constants[next]; constant !== undefined; constant = constants[next]) {
      if (begun.length > 0 && (bytes + constant.bytes > aheadBytes || begun.length >= aheadWeights)) return
      const make = read(constant, context)
      // Awaited in its turn; until then a failure is nobody's.
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
