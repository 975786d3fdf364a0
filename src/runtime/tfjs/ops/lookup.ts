import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { DType, TensorData } from '../../../base/tensor.ts'
import type { Core } from '../packages.ts'
import type { CustomOp, OpCall } from './op.ts'

/**
 * A hash table in memory. tfjs's own holds one tensor per value, which takes seconds to fill for a large vocabulary.
 */
interface LookupTable {
  readonly values: ReadonlyMap<string | number, string | number>
  readonly dtype: DType
}

/** By the id of the handle tensor. */
const tables = new Map<number, LookupTable>()

/** Creates a table and its handle tensor. For duplicate keys, the last value wins. */
export function createTable(tf: Core, keys: TensorData, values: TensorData, dtype: DType): Tensor {
  const map = new Map<string | number, string | number>()
  for (const [i, key] of keys.entries()) map.set(key, values[i] ?? 0)
  const handle = tf.keep(tf.scalar(0))
  tables.set(handle.id, { values: map, dtype })
  return handle
}

export function disposeTable(handle: Tensor): void {
  tables.delete(handle.id)
  handle.dispose()
}

function tableOf({ inputs }: OpCall): LookupTable {
  const table = tables.get(inputs[0]?.id ?? -1)
  if (table === undefined)
    throw new EngineError('model-invalid', 'A lookup in the graph uses a table that was never initialised.')
  return table
}

async function find(call: OpCall): Promise<readonly Tensor[]> {
  const { values, dtype } = tableOf(call)
  const [, keys, otherwise] = call.inputs
  if (keys === undefined || otherwise === undefined)
    throw new EngineError('model-invalid', 'A lookup in the graph lacks its keys or its default value.')
  const [wanted, [fallback = 0]] = await Promise.all([elements(keys), elements(otherwise)])
  const found = wanted.map((key) => values.get(key) ?? fallback)
  return [call.tf.tensor(found as number[], keys.shape, dtype)]
}

async function elements(tensor: Tensor): Promise<readonly (string | number)[]> {
  const data: unknown = await tensor.data()
  return Array.from(data as ArrayLike<string | number>)
}

async function size(call: OpCall): Promise<readonly Tensor[]> {
  return [call.tf.scalar(tableOf(call).values.size, 'int32')]
}

export const lookupOps: readonly CustomOp[] = [
  { op: 'LookupTableFind', replaces: true, execute: find, asynchronous: true },
  { op: 'LookupTableFindV2', replaces: true, execute: find, asynchronous: true },
  { op: 'LookupTableSize', replaces: true, execute: size, asynchronous: true },
  { op: 'LookupTableSizeV2', replaces: true, execute: size, asynchronous: true },
]
