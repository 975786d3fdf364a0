import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { Core } from '../packages.ts'

/** Strings are never on a GPU, so they can be read synchronously on every backend. */
export function textsOf(tensor: Tensor | undefined): readonly string[] {
  return Array.from(given(tensor).dataSync<'string'>() as unknown as ArrayLike<string>)
}

/** The bytes of strings, which may not be valid UTF-8. */
export function bytesOf(tf: Core, tensor: Tensor | undefined): readonly Uint8Array[] {
  return tf.engine().readSync(given(tensor).dataId) as unknown as Uint8Array[]
}

export async function numbersOf(tensor: Tensor | undefined): Promise<readonly number[]> {
  return Array.from(await given(tensor).data<'int32'>())
}

export function given(tensor: Tensor | undefined): Tensor {
  if (tensor === undefined) throw new EngineError('model-invalid', 'An operation of the graph lacks an input.')
  return tensor
}
