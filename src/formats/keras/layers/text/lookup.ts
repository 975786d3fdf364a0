import type { GraphBuilder } from '../../../../graph/builder.ts'
import { int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { mul } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { encode, outputMode } from '../preprocessing/categories.ts'
import {
  idfVariables,
  type LookupOptions,
  numbersIn,
  oovStart,
  tokensConstant,
  type Vocabulary,
  vocabularyOf,
} from './vocabulary.ts'

/** Index of masked and missing entries: outside every encoded vector. */
const nowhere = 2 ** 31 - 1

/** Tokens to indices, or indices to tokens. */
export function lookUp(b: GraphBuilder, keys: Value, vocabulary: Vocabulary, options: LookupOptions): Value {
  const { tokens, start } = vocabulary
  const words = tokensConstant(tokens, options.text)
  const indices = int32(tokens.map((_, i) => start + i))
  const token = (value: string | number): Value => (options.text ? b.string(String(value)) : b.int(Number(value)))
  if (options.invert) {
    const table = b.table({ keys: indices, values: words })
    const found = find(b, table, keys, token(options.oovToken), options.text ? 'string' : 'int32')
    if (options.maskToken === null) return found
    return b.op('SelectV2', [b.op('Equal', [keys, b.int(0)]), token(options.maskToken), found])
  }
  const table = b.table({ keys: words, values: indices })
  const missing = options.oovIndices === 1 ? oovStart(options) : -1
  const found = find(b, table, keys, b.int(missing), 'int32')
  const masked = options.maskToken === null ? null : b.op('Equal', [keys, token(options.maskToken)])
  const hidden = options.mode === 'int' ? 0 : nowhere
  const kept = masked === null ? found : b.op('SelectV2', [masked, b.int(hidden), found])
  return options.oovIndices > 1 ? spread(b, keys, kept, options) : kept
}

/** Several out-of-vocabulary indices: a hash of the token picks one. */
function spread(b: GraphBuilder, keys: Value, found: Value, options: LookupOptions): Value {
  const count = options.oovIndices
  const bucket = options.text
    ? b.op('StringToHashBucketFast', [keys], { num_buckets: { i: count } })
    : b.op('FloorMod', [keys, b.int(count)])
  const moved = b.op('AddV2', [bucket, b.int(oovStart(options))])
  return b.op('SelectV2', [b.op('Equal', [found, b.int(-1)]), moved, found])
}

function find(b: GraphBuilder, table: Value, keys: Value, missing: Value, type: 'string' | 'int32'): Value {
  const found = b.op('LookupTableFindV2', [table, keys, missing], {
    Tin: { type: b.dtype(keys) },
    Tout: { type },
  })
  b.refine(found, b.shape(keys))
  return found
}

/** Encodes looked-up indices as vectors, weighted if the mode asks for it. */
export function encoded(b: GraphBuilder, indices: Value, vocabulary: Vocabulary, options: LookupOptions): Value {
  const { mode } = options
  if (mode === 'int') return indices
  if (mode !== 'tf_idf') return encode(b, indices, mode, vocabulary.size, 'int32')
  const counts = encode(b, indices, 'count', vocabulary.size, 'float32')
  return weighted(b, counts, vocabulary)
}

/** Counts of each index times its tf-idf weight. */
export function weighted(b: GraphBuilder, counts: Value, { weights }: Vocabulary): Value {
  return weights === null ? counts : mul(b, counts, b.constant(weights, 'idf_weights'))
}

function optionsOf(layer: Layer, text: boolean): LookupOptions {
  const token = (key: string): string | number | null => {
    const given = layer.get(
      key,
      ...(key === 'mask_token' && !text ? ['mask_value'] : key === 'oov_token' && !text ? ['oov_value'] : []),
    )
    return typeof given === 'string' || typeof given === 'number' ? given : null
  }
  const method = layer.string('oov_method', 'floormod')
  if (layer.number('num_oov_indices', 1) > 1 && method !== 'floormod')
    throw layer.invalid('oov_method', 'floormod', method)
  return {
    mode: outputMode(layer, 'int'),
    invert: layer.bool('invert', false),
    oovIndices: layer.number('num_oov_indices', 1),
    oovToken: token('oov_token') ?? (text ? '[UNK]' : -1),
    maskToken: token('mask_token'),
    text,
    maxTokens: layer.bool('pad_to_max_tokens', false) ? layer.number('max_tokens') : null,
    idfWeights: numbersIn(layer, 'idf_weights'),
  }
}

function lookup(classes: readonly string[], text: boolean): LayerRow {
  return { classes, variables: idfVariables, lower: (call) => lowered(call, text) }
}

function lowered(call: LayerCall, text: boolean): Value {
  const { b, layer } = call
  const options = optionsOf(layer, text)
  const vocabulary = vocabularyOf(call, options)
  const keys = text && !options.invert ? call.x : b.cast(call.x, 'int32')
  const indices = lookUp(b, keys, vocabulary, options)
  return options.invert ? indices : encoded(b, indices, vocabulary, options)
}

export const lookupRows: readonly LayerRow[] = [lookup(['StringLookup'], true), lookup(['IntegerLookup'], false)]
