import { expect, it } from 'vitest'
import type { TensorData } from '../../base/tensor.ts'
import { GraphBuilder } from '../builder.ts'
import { type Constant, stored } from '../constant.ts'
import { indexOf } from '../rewrite.ts'
import { readSmallConstants } from './read-constants.ts'

function inFile(dtype: 'float32' | 'int32', shape: readonly number[], data: TensorData): Constant {
  return stored({ dtype, shape, bytes: 4 * data.length, file: 'w.bin', read: async () => data })
}

it('reads vectors into memory, and infers size-dependent shapes again', async () => {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 6])
  const bias = b.constant(inFile('float32', [6], new Float32Array(6)), 'bias')
  const kernel = b.constant(inFile('float32', [6, 5000], new Float32Array(30_000)), 'kernel')
  const sizes = b.constant(inFile('int32', [2], Int32Array.of(-1, 3)), 'sizes')
  const sum = b.op('AddV2', [x, bias])
  const rows = b.op('Reshape', [sum, sizes])
  b.output('y', rows)
  b.output('z', b.op('MatMul', [sum, kernel]))
  const graph = b.build()
  const read = await readSmallConstants(graph, undefined)
  expect(read.nodes.get('bias')).toBe(graph.nodes.get('bias'))
  const index = indexOf(read)
  expect(index.constant(bias)?.data).toHaveLength(6)
  expect(index.constant(kernel)?.data).toBeNull()
  expect(index.constant(sizes)?.data).toEqual(Int32Array.of(-1, 3))
  expect(graph.nodes.get('sizes')?.constant).not.toBe(index.constant(sizes))
  expect(index.info(rows).shape?.[1]).toBe(3)
  expect(await readSmallConstants(read, undefined)).toBe(read)
})
