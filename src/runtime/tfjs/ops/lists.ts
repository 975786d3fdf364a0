import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import type { TensorList, TensorLists } from './tensor-list.ts'

/** The lists of the run that executes a control-flow body; the synchronous executor gives each body its own lists. */
let lists: TensorLists | null = null

/** Runs synchronous `work` with these lists. */
export function withLists<T>(given: TensorLists, work: () => T): T {
  const before = lists
  lists = given
  try {
    return work()
  } finally {
    lists = before
  }
}

function listOf(call: OpCall): TensorList {
  const id = input(call, 0).id
  const list = lists?.[id] ?? call.lists[id]
  if (list === undefined)
    throw new EngineError('model-invalid', 'An operation of the graph uses a tensor list that was never created.')
  return list
}

function input({ inputs }: OpCall, index: number): Tensor {
  const tensor = inputs[index]
  if (tensor === undefined)
    throw new EngineError('model-invalid', `An operation on a tensor list lacks its input ${index}.`)
  return tensor
}

/** An index or a shape; small integers that control a graph are in memory, so reading synchronously is fine. */
function numbers(tensor: Tensor): readonly number[] {
  return Array.from(tensor.dataSync<'int32'>())
}

function shapeOf(tensor: Tensor): number | readonly number[] {
  const values = numbers(tensor)
  return tensor.rank === 0 ? (values[0] ?? -1) : values
}

/** tfjs-converter's versions do the same but return promises, which prevents loop bodies from running synchronously. */
export const listOps: readonly CustomOp[] = [
  {
    op: 'TensorListGetItem',
    replaces: true,
    asynchronous: false,
    execute: (call) => {
      const list = listOf(call)
      return [list.getItem(numbers(input(call, 1))[0] ?? 0, shapeOf(input(call, 2)), list.elementDtype)]
    },
  },
  {
    op: 'TensorListSetItem',
    replaces: true,
    asynchronous: false,
    execute: (call) => {
      const list = listOf(call)
      list.setItem(numbers(input(call, 1))[0] ?? 0, input(call, 2))
      return [list.idTensor]
    },
  },
  {
    op: 'TensorListPushBack',
    replaces: true,
    asynchronous: false,
    execute: (call) => {
      const list = listOf(call)
      list.pushBack(input(call, 1))
      return [list.idTensor]
    },
  },
  {
    op: 'TensorListLength',
    replaces: true,
    asynchronous: false,
    execute: (call) => [call.tf.scalar(listOf(call).size(), 'int32')],
  },
]
