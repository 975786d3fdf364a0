import { asArray, asNumber, asObject, asString, asStrings, get, type JsonObject } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/** A longer text is not the name of a class. */
const longestLabel = 500

/** Class names in a text file, one per line. */
export const labelsText: SidecarKind = {
  id: 'labels-text',
  names:
    /^(?=[^/]*\.(txt|tsv)$)[^/]*(label|class_?name|classes|categories|synset|imagenet[^/]*class)|^[^/]*\.(labels|names|classes)$/i,
  read: (value, file) => {
    const text = asString(value)
    const labels = text === null ? null : labelsOfText(text)
    return labels === null ? null : { labels, labelsSource: file.name }
  },
}

/**
 * Class names in a JSON file: a list, an object keyed by index, or an object of indices keyed by name (Keras's
 * `class_indices`).
 */
export const labelsJson: SidecarKind = {
  id: 'labels-json',
  names: /^(?=[^/]*\.json$)[^/]*(label|class_?name|classes|class_?ind(ex|ices)|categories|synset|config)/i,
  read: (value, file) => {
    const labels = labelsOfJson(value)
    return labels === null ? null : { labels, labelsSource: file.name }
  },
}

/** Lines of `cat`, `0 cat`, `0: cat`, `n02123045 tabby, tabby cat`; `null` if there are none. */
export function labelsOfText(text: string): readonly string[] | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  while (lines.at(-1)?.trim() === '') lines.pop()
  if (lines.length === 0 || lines.some((line) => line.includes('\0') || line.length > longestLabel)) return null
  const trimmed = lines.map((line) => line.trim())
  const numbered = trimmed.map(numberedLabel)
  if (numbered.every((found, i) => found !== null && found.number === (numbered[0]?.number ?? 0) + i))
    return numbered.map((found) => found?.label ?? '')
  const synset = trimmed.map((line) => /^n\d{8}\s+(\S.*)$/s.exec(line))
  if (synset.every((match) => match !== null)) return synset.map((match) => match?.[1] ?? '')
  return trimmed
}

/** `0 cat`, `0: cat`, `0, cat`; `null` for a line without a number, a separator or a label. */
function numberedLabel(line: string): { readonly number: number; readonly label: string } | null {
  const digits = /^\d+/.exec(line)?.[0] ?? ''
  if (digits === '') return null
  const rest = line.slice(digits.length)
  const behindBlanks = rest.trimStart()
  const behindMark = /^[:,]/.test(behindBlanks) ? behindBlanks.slice(1).trimStart() : ''
  const label = behindMark !== '' || behindBlanks.length === rest.length ? behindMark : behindBlanks
  return label === '' ? null : { number: Number(digits), label }
}

export function labelsOfJson(value: unknown): readonly string[] | null {
  const labels = namesIn(value)
  return labels?.some((label) => label.length > longestLabel) ? null : labels
}

function namesIn(value: unknown): readonly string[] | null {
  const inner = get(value, 'labels', 'classes', 'class_names', 'classNames', 'categories', 'id2label')
  if (inner !== undefined) return namesIn(inner)
  const list = asArray(value)
  if (list !== null)
    return asStrings(list.map((item) => asString(item) ?? asString(get(item, 'name', 'label', 'displayName'))))
  const object = asObject(value)
  if (object === null) return null
  return byIndex(object) ?? byName(object)
}

/** `{"0": "cat"}`, or `{"0": ["n02123045", "tabby"]}` as in Keras's `imagenet_class_index.json`. */
function byIndex(object: JsonObject): readonly string[] | null {
  const keys = Object.keys(object)
  const labels = keys.map((_, i) => {
    const entry = Object.hasOwn(object, String(i)) ? object[String(i)] : undefined
    return asString(entry) ?? asStrings(entry)?.at(-1) ?? asString(get(entry, 'name', 'label'))
  })
  return asStrings(labels)
}

/** `{"cat": 0}`. */
function byName(object: JsonObject): readonly string[] | null {
  const placed = Object.entries(object).map(([label, at]) => ({
    label,
    at: typeof at === 'number' ? asNumber(at) : null,
  }))
  placed.sort((a, b) => (a.at ?? -1) - (b.at ?? -1))
  return placed.length > 0 && placed.every(({ at }, i) => at === i) ? placed.map(({ label }) => label) : null
}
