import type { TensorInfo } from '@tensorflow/tfjs-core'
import { toInt32 } from '../../../../base/int32.ts'
import type { Call, Replacement } from './processor.ts'

/**
 * To int32: numbers outside its range wrapped around; as in TensorFlow, they and NaN become the lowest integer. To bool:
 * Wasm kept the lowest byte, so that 0.3 and 256 became false, and detectors lost most of their boxes.
 */
function cast({ processor, params, original }: Call): TensorInfo {
  const x = params.inputs.x as TensorInfo
  const call = `${x.dtype} to ${params.attrs?.dtype}`
  const toInteger = call === 'float32 to int32'
  if (!toInteger && call !== 'float32 to bool' && call !== 'int32 to bool') return original(params) as TensorInfo
  const backend = params.backend as object
  const output = processor.create(backend, x.shape, toInteger ? 'int32' : 'bool')
  const [from, into] = [processor.values(backend, x), processor.values(backend, output)]
  if (toInteger) for (let i = 0; i < into.length; i++) into[i] = toInt32(from[i] as number)
  else for (let i = 0; i < into.length; i++) into[i] = from[i] === 0 ? 0 : 1
  return output
}

export const castKernels: readonly Replacement[] = [['Cast', cast]]
