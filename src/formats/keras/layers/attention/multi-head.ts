import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow, Lowered } from '../contract.ts'
import { isKeras } from '../dialect-version.ts'
import { mul, sub } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { KerasTensor, type Nested, tensorsOf } from '../tensor.ts'
import { denseLayers, fromHeads, mergeAxes, toHeads } from './heads.ts'
import { both, causalMask, slidingMask } from './scores.ts'

const multiHeadPath = (name: string): string => (name === 'gate' ? '_gate_dense' : `${name}_dense`)
const groupedPath = (name: string): string => `_${name}_dense`

/** Scaled dot-product attention with several heads, over any axes. */
const multiHeadRow: LayerRow = {
  classes: ['MultiHeadAttention'],
  dropsMasks: true,
  children: (layer) => denseLayers(layer, multiHeadPath),
  lower: (call) => {
    const tensors = tensorsOfCall(call)
    const { layer } = call
    const heads = layer.number('num_heads')
    const size = layer.number('key_dim')
    const result = attend(call, multiHeadPath, [heads, size], [heads, size], [heads, layer.number('value_dim', size)])
    if (isKeras(call.layer.dialect, 3, 8)) for (const tensor of tensors) tensor.dropMask()
    return result
  },
}

/** The same with fewer key and value heads than query heads. */
const groupedRow: LayerRow = {
  classes: ['GroupQueryAttention', 'GroupedQueryAttention'],
  children: (layer) => denseLayers(layer, groupedPath),
  lower: (call) => {
    const { layer } = call
    const size = layer.number('head_dim')
    const shared = [layer.number('num_key_value_heads'), size] as const
    return attend(call, groupedPath, [layer.number('num_query_heads'), size], shared, shared)
  },
}

export const multiHeadRows: readonly LayerRow[] = [multiHeadRow, groupedRow]

/** Number and size of the heads. */
type Heads = readonly [heads: number, size: number]

function attend(call: LayerCall, path: (name: string) => string, queries: Heads, keys: Heads, values: Heads): Lowered {
  const { b, layer } = call
  const [query, value, key] = tensorsOfCall(call)
  const rank = b.rank(query.value)
  const axes = attentionAxes(layer, rank)
  // Axis order: batch and heads, then the attended axes, then the head size.
  const batch = Array.from({ length: rank - 1 }, (_, axis) => axis).filter((axis) => !axes.includes(axis))
  const order = [...batch, rank - 1, ...axes, rank]
  const lead = batch.length + 1
  const split = (x: Value): Value => b.transpose(x, order)

  const [heads, size] = queries
  const q = split(toHeads(call, path('query'), query.value, queries, 1 / Math.sqrt(size)))
  const k = repeated(call, split(toHeads(call, path('key'), key.value, keys)), heads, lead - 1)
  const v = repeated(call, split(toHeads(call, path('value'), value.value, values)), heads, lead - 1)
  const scores = b.op('BatchMatMulV2', [mergeAxes(b, q, lead, 1), mergeAxes(b, k, lead, 1)], { adj_y: { b: true } })

  const shape = [...b.shape(q).slice(0, -1), ...b.shape(k).slice(lead, -1)]
  const mask = maskOf(call, query, value, key)
  const full = mask === null ? null : expandedTo(call, mask, shape.length, 2 * axes.length)
  const masked = full === null ? scores : hidden(call, scores, full, shape)
  const softmax = b.op('Softmax', [masked])
  const wanted = argument(call, 'return_attention_scores', 7) === true
  const zeroes =
    full !== null && isKeras(layer.dialect, 3, 10) && (wanted || layer.number('dropout', 0) > 0 || rank !== 3)
  const weights = zeroes ? shown(call, softmax, full, shape) : softmax

  const context = b.op('BatchMatMulV2', [weights, mergeAxes(b, v, lead, 1)])
  const apart = b.reshape(context, [...b.shape(q).slice(0, -1), b.shape(v).at(-1) ?? 0])
  const joined = b.transpose(apart, inverse(order))
  const gated = layer.bool('use_gate', false)
    ? mul(b, joined, b.op('Sigmoid', [toHeads(call, path('gate'), query.value, [heads, values[1]])]))
    : joined
  const output = new KerasTensor(fromHeads(call, path('output'), gated), query.mask)
  return wanted ? [output, axes.length === 1 ? weights : b.reshape(weights, shape)] : output
}

/** Query, value and key, passed by position or by name. */
function tensorsOfCall(call: LayerCall): readonly [KerasTensor, KerasTensor, KerasTensor] {
  const take = (name: string, position: number): KerasTensor | undefined => tensorsOf(argument(call, name, position))[0]
  const query = take('query', 0)
  const value = take('value', 1)
  if (query === undefined || value === undefined)
    throw call.layer.error('takes a query and a value, but its call lacks one of them.')
  return [query, value, take('key', 2) ?? value]
}

/** Keras 2 has no masks of query, value and key in front of `attention_mask`. */
const keras2Positions: Readonly<Record<string, number>> = { attention_mask: 3, return_attention_scores: 4 }

function argument({ args, kwargs, layer }: LayerCall, name: string, position: number): Nested {
  if (Object.hasOwn(kwargs, name)) return kwargs[name]
  return args[layer.dialect.major < 3 ? (keras2Positions[name] ?? position) : position]
}

function attentionAxes(layer: Layer, rank: number): readonly number[] {
  const given = layer.get('attention_axes')
  if (given === undefined) return Array.from({ length: rank - 2 }, (_, i) => i + 1)
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  return list.map((axis) => {
    const index = typeof axis === 'number' && axis < 0 ? axis + rank : axis
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 1 || index > rank - 2)
      throw layer.invalid('attention_axes', `axes between the first and the last of ${rank}`, given)
    return index
  })
}

/** Repeats each key and value head for every query head that shares it. */
function repeated({ b, layer }: LayerCall, x: Value, heads: number, axis: number): Value {
  const own = b.shape(x)[axis] as number
  if (own === heads) return x
  if (heads % own !== 0) throw layer.error(`has ${heads} query heads, which is not a multiple of its ${own} key heads.`)
  const indices = Array.from({ length: heads }, (_, head) => Math.floor((head * own) / heads))
  return b.op('GatherV2', [x, b.ints(indices), b.int(axis)])
}

/** bool, broadcastable to `[batch, queries, values]`: combines the masks of the tensors, the call and the options. */
function maskOf(call: LayerCall, query: KerasTensor, value: KerasTensor, key: KerasTensor): Value | null {
  const { b, layer } = call
  const asBool = (mask: Value | null | undefined): Value | null => (mask ? b.cast(mask, 'bool') : null)
  const own = (name: string, position: number, tensor: KerasTensor): Value | null =>
    asBool((layer.dialect.major < 3 ? undefined : tensorsOf(argument(call, name, position))[0]?.value) ?? tensor.mask)
  const along = (mask: Value | null, axis: number): Value | null =>
    mask === null ? null : b.op('ExpandDims', [mask, b.int(axis)])
  const [queries = 1, values = 1] = [b.shape(query.value)[1], b.shape(value.value)[1]]
  const window = layer.number('sliding_window', 0)
  return [
    along(own('query_mask', 3, query), -1),
    along(own('value_mask', 4, value), -2),
    key === value ? null : along(own('key_mask', 5, key), -2),
    argument(call, 'use_causal_mask', 9) === true ? causalMask(b, queries, values) : null,
    window > 0 ? slidingMask(b, queries, values, window) : null,
    asBool(tensorsOf(argument(call, 'attention_mask', 6))[0]?.value),
  ].reduce((x, y) => both(b, x, y), null)
}

/** Inserts axes of size 1 before the last `kept` axes, up to `rank`. */
function expandedTo({ b }: LayerCall, mask: Value, rank: number, kept: number): Value {
  let expanded = mask
  while (b.rank(expanded) < rank) expanded = b.op('ExpandDims', [expanded, b.int(-kept - 1)])
  return expanded
}

/** Very low scores where the mask is false. */
function hidden({ b }: LayerCall, scores: Value, mask: Value, shape: Parameters<typeof b.reshape>[1]): Value {
  const penalty = mul(b, b.cast(b.op('LogicalNot', [mask]), 'float32'), 1e9)
  if (b.rank(scores) === shape.length) return sub(b, scores, penalty)
  return b.reshape(sub(b, b.reshape(scores, shape), penalty), b.shape(scores))
}

/** Zero where the mask is false: a query with every value masked gets zeros. */
function shown({ b }: LayerCall, weights: Value, mask: Value, shape: Parameters<typeof b.reshape>[1]): Value {
  const factor = b.cast(mask, 'float32')
  if (b.rank(weights) === shape.length) return mul(b, weights, factor)
  return b.reshape(mul(b, b.reshape(weights, shape), factor), b.shape(weights))
}

function inverse(permutation: readonly number[]): readonly number[] {
  return permutation.map((_, axis) => permutation.indexOf(axis))
}
