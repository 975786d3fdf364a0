import { type Constant, float32, int32, strings } from '../../../../graph/constant.ts'
import { asArray } from '../../../shared/json-value.ts'
import type { LayerCall, Variable } from '../contract.ts'
import type { Layer } from '../layer.ts'
import type { OutputMode } from '../preprocessing/categories.ts'
import { nonTrainable } from '../variables.ts'

/** A lookup layer's vocabulary, whichever layer holds it. */
export interface LookupOptions {
  readonly mode: OutputMode
  readonly invert: boolean
  readonly oovIndices: number
  readonly oovToken: string | number
  readonly maskToken: string | number | null
  /** Dtype of the keys: texts or integers. */
  readonly text: boolean
  /** Length of encoded vectors, if it differs from the vocabulary's. */
  readonly maxTokens: number | null
  readonly idfWeights: readonly number[] | null
}

export interface Vocabulary {
  /** Without the mask token and the out-of-vocabulary tokens. */
  readonly tokens: readonly (string | number)[]
  /** Index of the first token. */
  readonly start: number
  /** Number of all indices. */
  readonly size: number
  /** By index, for tf-idf; otherwise `null`. */
  readonly weights: Constant | null
}

/** The mask has its own index in `int` output only. */
export function oovStart({ maskToken, mode }: LookupOptions): number {
  return maskToken !== null && mode === 'int' ? 1 : 0
}

/** Raises `model-invalid` if the file holds no vocabulary. */
export function vocabularyOf(call: LayerCall, options: LookupOptions): Vocabulary {
  const listed = listOf(call, options)
  const start = oovStart(options) + options.oovIndices
  const special = listed.slice(0, start)
  const expected = [
    ...(oovStart(options) === 1 ? [options.maskToken] : []),
    ...Array.from({ length: options.oovIndices }, () => options.oovToken),
  ]
  const found = special.length === start && special.every((token, i) => token === expected[i])
  const tokens = found ? listed.slice(start) : listed
  const size = options.maxTokens ?? start + tokens.length
  return { tokens, start, size, weights: weightsOf(call, options, start, size, found) }
}

function listOf({ layer, asset }: LayerCall, { text }: LookupOptions): readonly (string | number)[] {
  const configured = asArray(layer.get('vocabulary'))
  const lines = configured ?? linesOf(asset('vocabulary.txt') ?? asset('_lookup_layer/vocabulary.txt'))
  if (lines === null)
    throw layer.error(
      'has a vocabulary that is not in the file.',
      'Keras leaves vocabularies made by adapt() out of .h5 files. Save the model as .keras or export it as a SavedModel.',
    )
  return lines.map((token) => {
    if (text) return String(token)
    const number = Number(token)
    if (Number.isInteger(number)) return number
    throw layer.invalid('vocabulary', 'whole numbers', token)
  })
}

/** Windows ends lines with two characters. */
function linesOf(text: string | null): readonly string[] | null {
  return text === null ? null : text.split(/\r?\n/)
}

/** The tf-idf weight of each index: from the config, or from adapt(), which stores it as a weight. */
function weightsOf(
  call: LayerCall,
  { mode, idfWeights }: LookupOptions,
  start: number,
  size: number,
  found: boolean,
): Constant | null {
  if (mode !== 'tf_idf') return null
  if (idfWeights === null) return call.constant('idf_weights', [size])
  const mean = idfWeights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, idfWeights.length)
  const front = found ? [] : Array.from({ length: start }, () => mean)
  const known = [...front, ...idfWeights]
  return float32([...known, ...Array.from({ length: Math.max(0, size - known.length) }, () => 0)])
}

/** adapt() stores tf-idf weights under their name. */
export function idfVariables(layer: Layer): readonly Variable[] {
  const adapted = /^tf[-_]idf$/.test(String(layer.get('output_mode'))) && numbersIn(layer, 'idf_weights') === null
  return adapted ? nonTrainable('idf_weights') : []
}

/** `idf_weights` and other numeric lists of a config. */
export function numbersIn(layer: Layer, key: string): readonly number[] | null {
  const list = asArray(layer.get(key))
  return list?.every((item): item is number => typeof item === 'number') ? list : null
}

export function tokensConstant(tokens: readonly (string | number)[], text: boolean): Constant {
  return text ? strings(tokens.map(String)) : int32(tokens.map(Number))
}
