import type { Tensor } from '@tensorflow/tfjs-core'
import type { DType } from '../../../base/tensor.ts'

/** The part of tfjs-converter's `TensorList` that is used here. */
export interface TensorList {
  readonly idTensor: Tensor
  readonly elementDtype: DType
  getItem(index: number, shape: number | readonly number[], dtype: DType): Tensor
  setItem(index: number, tensor: Tensor): void
  pushBack(tensor: Tensor): void
  size(): number
}

export type TensorLists = Readonly<Record<number, TensorList | undefined>>
