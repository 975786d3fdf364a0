import type { Vocabulary } from '../../../base/vocabulary.ts'
import { asArray, asNumber, asString, get } from '../../shared/json-value.ts'
import { pieceLines } from './lines.ts'
import { idsOf } from './vocabulary.ts'

/** `tokenizer.json` of GPT-2, RoBERTa and their like; `null` for other kinds of BPE, whose numbers would differ. */
export function byteLevelVocabulary(value: unknown, source: string): Vocabulary | null {
  const model = get(value, 'model')
  const split = get(value, 'pre_tokenizer')
  const isPlain = get(split, 'type') === 'ByteLevel' && get(split, 'use_regex') !== false
  const others = ['continuing_subword_prefix', 'end_of_word_suffix', 'byte_fallback', 'ignore_merges', 'dropout']
  if (!isPlain || get(value, 'normalizer') !== undefined || others.some((key) => Boolean(get(model, key)))) return null
  const ids = idsOf(get(model, 'vocab'))
  const merges = (asArray(get(model, 'merges')) ?? []).map((pair) => asString(pair) ?? asArray(pair)?.join(' ') ?? '')
  if (ids === null || merges.length === 0) return null
  const added = addedTokens(value)
  const special = new Map(added.map(({ piece, id }) => [piece, id]))
  const idOf = (name: string | null) => (name === null ? null : (special.get(name) ?? ids.get(name) ?? null))
  const pieces = [...added, ...[...ids].flatMap(([piece, id]) => (special.has(piece) ? [] : [{ piece, id }]))]
  return {
    kind: 'byte-level',
    source,
    pieces: pieceLines(pieces),
    merges: merges.join('\n'),
    prefixSpace: get(split, 'add_prefix_space') === true,
    lowerCase: false,
    unknown: idOf(asString(get(model, 'unk_token'))) ?? 0,
    pad: asNumber(get(get(value, 'padding'), 'pad_id')) ?? idOf('<pad>') ?? idOf('<|endoftext|>') ?? 0,
    ...markersOf(get(value, 'post_processor'), idOf),
    length: null,
    front: false,
  }
}

function addedTokens(value: unknown) {
  return (asArray(get(value, 'added_tokens')) ?? []).flatMap((token) => {
    const piece = asString(get(token, 'content'))
    const id = asNumber(get(token, 'id'))
    return piece === null || id === null
      ? []
      : [{ piece, id, type: get(token, 'lstrip') === true ? 'user-spaced' : 'user' }]
  })
}

type Markers = Pick<Vocabulary, 'start' | 'end' | 'doubleEnd'>

/** What is put around texts: RoBERTa's markers, or those of a template. */
function markersOf(processor: unknown, idOf: (name: string | null) => number | null): Markers {
  const marker = (pair: unknown) => asNumber(asArray(pair)?.[1])
  const type = get(processor, 'type')
  if (type === 'RobertaProcessing')
    return { start: marker(get(processor, 'cls')), end: marker(get(processor, 'sep')), doubleEnd: true }
  if (type !== 'TemplateProcessing') return { start: null, end: null }
  const names = (items: unknown) => (asArray(items) ?? []).map((item) => asString(get(get(item, 'SpecialToken'), 'id')))
  const single = names(get(processor, 'single'))
  const text = single.indexOf(null)
  const pair = names(get(processor, 'pair'))
  const between = pair.lastIndexOf(null) - pair.indexOf(null) - 1
  return {
    start: text > 0 ? idOf(single[text - 1] ?? null) : null,
    end: idOf(single[text + 1] ?? null),
    doubleEnd: between === 2,
  }
}
