import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { outputMode } from '../preprocessing/categories.ts'
import { encoded, lookUp, weighted } from './lookup.ts'
import { countRows, nGrams, type Ragged, splitCharacters, splitWords, toDense } from './ragged.ts'
import { idfVariables, type LookupOptions, numbersIn, vocabularyOf } from './vocabulary.ts'

/** The punctuation that Keras strips, in RE2 syntax. */
const punctuation = '[!"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\\']'

/** Lowercases texts and strips punctuation, depending on the option. */
function standardised(b: GraphBuilder, texts: Value, layer: Layer): Value {
  const given = layer.get('standardize')
  if (given === undefined) return texts
  const known = ['lower_and_strip_punctuation', 'lower', 'strip_punctuation']
  if (typeof given !== 'string' || !known.includes(given))
    throw layer.error(
      'standardises its texts with a custom function, which is not in the file.',
      'Do this step before the model, or export the model as a SavedModel, which stores the operations themselves.',
    )
  const lower = given === 'strip_punctuation' ? texts : b.op('StringLower', [texts], { encoding: { s: '' } })
  if (given === 'lower') return lower
  return b.op('StaticRegexReplace', [lower], {
    pattern: { s: punctuation },
    rewrite: { s: '' },
    replace_global: { b: true },
  })
}

/** Splits one text per row into tokens; `null` if texts are not split. */
function pieces(b: GraphBuilder, texts: Value, layer: Layer): Ragged | null {
  const given = layer.get('split')
  if (given === undefined) return null
  const rank = b.rank(texts)
  if (rank > 2 || (rank === 2 && b.shape(texts)[1] !== 1))
    throw layer.error('splits texts, but its input has more than one text per row.')
  const rows = b.reshape(texts, [b.shape(texts)[0] ?? 1])
  if (given === 'whitespace') return splitWords(b, rows)
  if (given === 'character') return splitCharacters(b, rows)
  throw layer.error(
    'splits its texts with a custom function, which is not in the file.',
    'Do this step before the model, or export the model as a SavedModel, which stores the operations themselves.',
  )
}

/** A number means all widths up to it. */
function widthsOf(layer: Layer): readonly number[] | null {
  const given = layer.get('ngrams')
  if (given === undefined) return null
  if (typeof given === 'number') return Array.from({ length: given }, (_, i) => i + 1)
  return numbersIn(layer, 'ngrams') ?? []
}

function optionsOf(layer: Layer): LookupOptions {
  const mode = outputMode(layer, 'int')
  return {
    mode,
    invert: false,
    oovIndices: 1,
    oovToken: '[UNK]',
    maskToken: mode === 'int' ? '' : null,
    text: true,
    maxTokens: layer.bool('pad_to_max_tokens', false) ? layer.number('max_tokens') : null,
    idfWeights: numbersIn(layer, 'idf_weights'),
  }
}

function lower(call: LayerCall): Value {
  const { b, layer } = call
  if (layer.bool('ragged', false)) throw layer.error('returns ragged tensors, which are not supported.')
  const texts = standardised(b, call.x, layer)
  const split = pieces(b, texts, layer)
  const widths = widthsOf(layer)
  const options = optionsOf(layer)
  const vocabulary = vocabularyOf(call, options)
  const length = layer.get('output_sequence_length') === undefined ? null : layer.number('output_sequence_length')
  if (split === null) {
    if (widths !== null) throw layer.error('builds n-grams without splitting its texts, which is not supported.')
    const indices = lookUp(b, texts, vocabulary, options)
    return options.mode === 'int' ? fitted(b, indices, length) : encoded(b, indices, vocabulary, options)
  }
  const { values, splits } = widths === null ? split : nGrams(b, split, widths)
  const ragged = { values: lookUp(b, values, vocabulary, options), splits }
  if (options.mode === 'int') return toDense(b, ragged, length)
  const counts = countRows(b, ragged, vocabulary.size, options.mode === 'multi_hot')
  if (options.mode !== 'tf_idf') return counts
  return weighted(b, b.cast(counts, 'float32'), vocabulary)
}

/** Rows `[batch, n]` truncated or zero-padded to a length. */
function fitted(b: GraphBuilder, indices: Value, length: number | null): Value {
  const size = b.shape(indices).at(-1)
  if (length === null || size === length) return indices
  if (typeof size !== 'number' || b.rank(indices) !== 2) return indices
  if (size > length) return b.op('Slice', [indices, b.ints([0, 0]), b.ints([-1, length])])
  return b.op('Pad', [indices, b.reshape(b.ints([0, 0, 0, length - size]), [2, 2])])
}

export const textVectorizationRows: readonly LayerRow[] = [
  { classes: ['TextVectorization'], variables: idfVariables, lower },
]
