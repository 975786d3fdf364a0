import type { DType } from '../../../../base/tensor.ts'
import type { GraphBuilder } from '../../../../graph/builder.ts'
import { int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { mul } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { KerasTensor } from '../tensor.ts'

export type OutputMode = 'int' | 'one_hot' | 'multi_hot' | 'count' | 'tf_idf'

/** Older Keras versions write `binary` for `multi_hot` and `tf-idf` for `tf_idf`. */
export function outputMode(layer: Layer, fallback: OutputMode): OutputMode {
  const given = layer.string('output_mode', fallback)
  if (given === 'binary') return 'multi_hot'
  if (given === 'tf-idf') return 'tf_idf'
  if (given === 'int' || given === 'one_hot' || given === 'multi_hot' || given === 'count' || given === 'tf_idf')
    return given
  throw layer.invalid('output_mode', 'int, one_hot, multi_hot, count or tf_idf', given)
}

/** Encodes indices `[…, n]` as vectors of `depth`, one per index or one per row. Out-of-range indices are ignored. */
export function encode(
  b: GraphBuilder,
  indices: Value,
  mode: Exclude<OutputMode, 'int'>,
  depth: number,
  dtype: DType,
  weights: Value | null = null,
): Value {
  const rank = b.rank(indices)
  const scalarEach = mode === 'one_hot' && rank > 0 && b.shape(indices)[rank - 1] === 1
  const source = scalarEach ? b.op('Squeeze', [indices], { squeeze_dims: { list: { i: [rank - 1] } } }) : indices
  const rows = rank === 0 ? b.reshape(source, [1]) : source
  if (mode !== 'one_hot' && weights === null && b.rank(rows) <= 2) return counted(b, rows, mode, depth, dtype)
  const hot = b.op('OneHot', [rows, b.int(depth), b.scalar(1), b.scalar(0)], { axis: { i: -1 } })
  if (mode === 'one_hot') return b.cast(hot, dtype)
  const each = weights === null ? hot : mul(b, hot, b.op('ExpandDims', [b.cast(weights, 'float32'), b.int(-1)]))
  const axis = b.ints([b.rank(rows) - 1])
  return b.cast(b.op(mode === 'multi_hot' ? 'Max' : 'Sum', [each, axis], { keep_dims: { b: false } }), dtype)
}

function counted(b: GraphBuilder, rows: Value, mode: OutputMode, depth: number, dtype: DType): Value {
  const none = b.constant(int32([]))
  const counts = b.op('DenseBincount', [rows, b.int(depth), none], { binary_output: { b: mode === 'multi_hot' } })
  return b.cast(counts, dtype)
}

const categoryEncoding: LayerRow = {
  classes: ['CategoryEncoding'],
  lower: (call) => {
    const { b, layer, x, args, kwargs } = call
    const mode = outputMode(layer, 'multi_hot')
    const depth = layer.number(['num_tokens', 'max_tokens'])
    const given = kwargs.count_weights ?? args[1]
    const weights = given instanceof KerasTensor && mode === 'count' ? given.value : null
    const indices = b.cast(x, 'int32')
    return mode === 'int' ? indices : encode(b, indices, mode, depth, 'float32', weights)
  },
}

const discretization: LayerRow = {
  classes: ['Discretization'],
  lower: (call) => {
    const { b, layer } = call
    const boundaries = layer.get('bin_boundaries', 'bins')
    if (!Array.isArray(boundaries) || !boundaries.every((item): item is number => typeof item === 'number'))
      throw layer.invalid('bin_boundaries', 'a list of numbers', boundaries)
    const x = b.cast(call.x, 'float32')
    const indices = b.op('Bucketize', [x], { boundaries: { list: { f: boundaries } } })
    const mode = outputMode(layer, 'int')
    return mode === 'int' ? indices : encode(b, indices, mode, boundaries.length + 1, 'float32')
  },
}

const hashing: LayerRow = {
  classes: ['Hashing'],
  lower: (call) => {
    const { b, layer, x } = call
    const bins = layer.number('num_bins')
    const masked = layer.get('mask_value') !== undefined && bins > 1
    const text = b.dtype(x) === 'string' ? x : b.op('AsString', [b.cast(x, 'int32')])
    const hash = hashed(call, text, masked ? bins - 1 : bins)
    const indices = masked ? unmasked(call, hash) : hash
    const mode = outputMode(layer, 'int')
    return mode === 'int' ? indices : encode(b, indices, mode, bins, 'float32')
  },
}

function hashed({ b, layer }: LayerCall, text: Value, bins: number): Value {
  const salt = layer.get('salt')
  const buckets = { num_buckets: { i: bins } }
  if (salt === undefined) return b.op('StringToHashBucketFast', [text], buckets)
  const key: readonly unknown[] = Array.isArray(salt) ? salt : [salt, salt]
  if (key.length !== 2 || !key.every((item): item is number => Number.isSafeInteger(item)))
    throw layer.invalid('salt', 'one or two whole numbers', salt)
  return b.op('StringToHashBucketStrong', [text], { ...buckets, key: { list: { i: key } } })
}

/** Bin 0 is reserved for the masked value; the others shift up. */
function unmasked({ b, layer, x }: LayerCall, hash: Value): Value {
  const given = layer.get('mask_value')
  const mask = b.dtype(x) === 'string' ? b.string(String(given)) : b.scalarLike(x, Number(given))
  const up = b.op('AddV2', [hash, b.int(1)])
  return b.op('SelectV2', [b.op('Equal', [x, mask]), b.op('ZerosLike', [hash]), up])
}

/** TensorFlow's hash key for crossed columns. */
const crossingKey = 0xdecafcaffe

const hashedCrossing: LayerRow = {
  classes: ['HashedCrossing'],
  lower: ({ b, layer, inputs }) => {
    const bins = layer.number('num_bins')
    const values = inputs.map(({ value }) => value)
    const [first] = values
    if (first === undefined) throw layer.error('is called without tensors.')
    const shape = b.shape(first)
    const columns = values.map((value) => {
      const whole = b.dtype(value) === 'string' ? value : b.cast(value, 'int32')
      return b.rank(value) === 2 ? whole : b.op('Reshape', [whole, b.ints([-1, 1])])
    })
    const types = columns.map((value) => b.dtype(value))
    const [cells, crossed, size] = b.ops('SparseCross', columns, {
      N: { i: 0 },
      hashed_output: { b: true },
      num_buckets: { i: bins },
      hash_key: { i: crossingKey },
      sparse_types: { list: { type: [] } },
      dense_types: { list: { type: types } },
      out_type: { type: 'int32' },
      internal_type: { type: 'int32' },
    }) as readonly [Value, Value, Value]
    const dense = b.op('SparseToDense', [cells, size, crossed, b.int(0)])
    const indices = b.reshape(dense, shape)
    const mode = outputMode(layer, 'int')
    return mode === 'int' ? indices : encode(b, indices, mode, bins, 'float32')
  },
}

export const categoryRows: readonly LayerRow[] = [categoryEncoding, discretization, hashing, hashedCrossing]
