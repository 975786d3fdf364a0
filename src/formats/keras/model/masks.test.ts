import { describe, expect, it } from 'vitest'
import { float32 } from '../../../graph/constant.ts'
import { run } from '../layers/fixtures/sequences/case.ts'
import type { Dialect } from '../layers/layer.ts'
import { ascending, fileOf, functional, input, keras2, keras3, layer, of } from './fixtures/file.ts'
import { kerasModel } from './index.ts'

const identity = float32([1, 0, 0, 1], [2, 1, 2])
const attention = 'layers/multi_head_attention'
const weights = {
  'layers/embedding/vars/0': ascending(4, 2),
  [`${attention}/query_dense/vars/0`]: identity,
  [`${attention}/key_dense/vars/0`]: identity,
  [`${attention}/value_dense/vars/0`]: identity,
  [`${attention}/output_dense/vars/0`]: float32([1, 0, 0, 1], [1, 2, 2]),
}

const tensorOf = (name: string) => ({ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } })
const heads = { num_heads: 1, key_dim: 2, use_bias: false }
const attend = layer('MultiHeadAttention', 'attend', heads, [{ ...of('embed'), kwargs: { value: tensorOf('embed') } }])
const pool = layer('GlobalAveragePooling1D', 'pool', {}, [of('embed')])

/** The mean over the steps of a masked embedding, of which another layer takes the steps too. */
async function meanOf(dialect: Dialect, ...layers: readonly object[]): Promise<readonly number[]> {
  const ids = { ...input('ids', 3), config: { name: 'ids', batch_shape: [null, 3], dtype: 'int32' } }
  const embed = layer('Embedding', 'embed', { input_dim: 4, output_dim: 2, mask_zero: true }, [of('ids')])
  const config = functional('m', [ids, embed, ...layers], [['ids', 0, 0]], [['pool', 0, 0]])
  const { graph } = await kerasModel({ ...fileOf(config, weights), dialect }).toGraph()
  const [mean] = await run(graph, { ids: { dtype: 'int32', shape: [1, 3], data: Int32Array.of(1, 2, 0) } })
  return Array.from(mean?.data ?? [], Number)
}

describe('the mask of a tensor that attention has taken', () => {
  const masked = [3, 4]
  const unmasked = [2, 3]

  it.each([
    ['is there without attention', keras3, [pool], masked],
    ['is gone in Keras 3', keras3, [attend, pool], unmasked],
    ['is gone in the first versions of Keras 3 too', { ...keras3, version: '3.5.0' }, [attend, pool], unmasked],
    ['stays in Keras 2', keras2, [attend, pool], masked],
  ])('%s', async (_what, dialect, layers, mean) => {
    expect(await meanOf(dialect, ...layers)).toEqual(mean)
  })
})
