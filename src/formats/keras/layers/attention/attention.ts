import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow, Lowered } from '../contract.ts'
import { add, mul, sub } from '../elementwise.ts'
import { KerasTensor, type Nested, tensorsOf } from '../tensor.ts'
import { trainable } from '../variables.ts'
import { both, causalMask } from './scores.ts'

type Score = (call: LayerCall, query: Value, key: Value) => Value

/** Dot-product attention, Luong-style: `[query, value, key?] → [batch, queries, dim]`. */
const attentionRow: LayerRow = {
  classes: ['Attention'],
  variables: (layer) =>
    trainable(
      ...(layer.bool('use_scale', false) ? ['scale'] : []),
      ...(layer.string('score_mode', 'dot') === 'concat' ? ['concat_score_weight'] : []),
    ),
  lower: (call) => attend(call, call.layer.string('score_mode', 'dot') === 'concat' ? concatScores : dotScores),
}

/** Additive (Bahdanau) attention. */
const additiveRow: LayerRow = {
  classes: ['AdditiveAttention'],
  variables: (layer) => trainable(...(layer.bool('use_scale', true) ? ['scale'] : [])),
  lower: (call) => attend(call, additiveScores),
}

export const attentionRows: readonly LayerRow[] = [attentionRow, additiveRow]

const dotScores: Score = (call, query, key) => {
  const { b, layer } = call
  const scores = b.op('BatchMatMulV2', [query, key], { adj_y: { b: true } })
  return layer.bool('use_scale', false) ? mul(b, scores, call.weight('scale', [])) : scores
}

const concatScores: Score = (call, query, key) => {
  const { b, layer } = call
  const sums = pairwise(call, query, key)
  const scaled = layer.bool('use_scale', false) ? mul(b, sums, call.weight('scale', [])) : sums
  return mul(b, b.op('Sum', [b.op('Tanh', [scaled]), b.int(-1)]), call.weight('concat_score_weight', []))
}

const additiveScores: Score = (call, query, key) => {
  const { b, layer } = call
  const values = b.op('Tanh', [pairwise(call, query, key)])
  return b.op('Sum', [layer.bool('use_scale', true) ? mul(b, values, call.weight('scale')) : values, b.int(-1)])
}

/** Every query plus every key: `[batch, queries, keys, dim]`. */
function pairwise({ b }: LayerCall, query: Value, key: Value): Value {
  return add(b, b.op('ExpandDims', [query, b.int(-2)]), b.op('ExpandDims', [key, b.int(-3)]))
}

function attend(call: LayerCall, score: Score): Lowered {
  const { b, layer, kwargs, inputs } = call
  const [query, value, key = value] = inputs
  if (query === undefined || value === undefined || key === undefined)
    throw layer.error(`takes a query and a value, but is called with ${inputs.length} tensors.`)
  const [queryMask, valueMask] = masksOf(kwargs.mask, [query, value])
  const scores = score(call, query.value, key.value)
  const [queries = 1, values = 1] = b.shape(scores).slice(-2)
  // In Keras 2 this was an option of the layer.
  const causal = kwargs.use_causal_mask === true || layer.bool('causal', false)
  const seen = both(
    b,
    valueMask === null ? null : b.op('ExpandDims', [b.cast(valueMask, 'bool'), b.int(-2)]),
    causal ? causalMask(b, queries, values) : null,
  )
  const hidden = seen === null ? null : b.cast(b.op('LogicalNot', [seen]), 'float32')
  const weights = b.op('Softmax', [hidden === null ? scores : sub(b, scores, mul(b, hidden, 1e9))])
  const attended = b.op('BatchMatMulV2', [weights, value.value])
  const output =
    queryMask === null ? attended : mul(b, attended, b.op('ExpandDims', [b.cast(queryMask, 'float32'), b.int(-1)]))
  const result = new KerasTensor(output, queryMask)
  return kwargs.return_attention_scores === true ? [result, weights] : result
}

/** The masks passed to the call, `[query, value]`, or else those carried by the tensors. */
function masksOf(given: Nested, tensors: readonly KerasTensor[]): readonly [Value | null, Value | null] {
  const [query, value] =
    Array.isArray(given) && given.length >= 2
      ? given.map((mask: Nested) => tensorsOf(mask)[0]?.value ?? null)
      : tensors.map(({ mask }) => mask)
  return [query ?? null, value ?? null]
}
