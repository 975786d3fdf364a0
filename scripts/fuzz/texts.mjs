import { pick } from './damage-json.mjs'
import { npy, zip } from './pack.mjs'

/** @typedef {import('./pack.mjs').File} File */

/** Repeated, each makes some regular expression, list or path of a careless reader quadratic or worse. */
const pieces = [
  ' ',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '1',
  '1 ',
  '1,',
  '-',
  '.',
  '/',
  '../',
  ':',
  '::1',
  '?',
  '#',
  '"',
  '""',
  '\\',
  '\\"',
  "'",
  '(',
  "'shape':(",
  "'descr':",
  '[',
  '{',
  '"a":',
  'NaN,',
  'Infinity',
  'label',
  'labels.txt',
  'imagenet',
  'n01440764 ',
  'A',
  'aA',
  '\u00e9',
  '\u202e',
  '\ud83d\ude00',
  '__proto__',
]

/**
 * A text of one or two repeated pieces, with an end that fits none of them.
 * @param {() => number} random
 * @param {number} [longest]
 */
export function hostileText(random, longest = 200_000) {
  const length = pick([10, 1000, longest], random)
  const repeated = () => {
    const piece = pick(pieces, random)
    return piece.repeat(Math.ceil((length * random()) / piece.length))
  }
  return `${pick(['', '1', 'x', '0: ', '"', '{"a": '], random)}${repeated()}${repeated()}${pick(['', 'x', 'x\u2028y', '!', '\n', '"}'], random)}`
}

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text)

/** @param {readonly File[]} files @param {string} name */
const beside = (files, name) => `${files[0]?.path.replace(/[^/]*$/, '') ?? ''}${name}`

/**
 * Places where a text reaches a reader: sidecars and the model's own JSON, or an input file.
 * @type {Readonly<Record<string, (files: readonly File[], text: string) => readonly File[]>>}
 */
export const inTexts = {
  'labels.txt': (files, text) => [...files, { path: beside(files, 'labels.txt'), bytes: utf8(lines(text)) }],
  'metadata.json': (files, text) => [...files, { path: beside(files, 'metadata.json'), bytes: utf8(text) }],
  'labels.json': (files, text) => [
    ...files,
    { path: beside(files, 'class_names.json'), bytes: utf8(JSON.stringify([text, text])) },
  ],
  'a JSON text': (files, text) => inJson(files, JSON.stringify(text)),
  'a JSON value': (files, text) => inJson(files, text),
  'a Python number': (files, text) => inJson(files, `${JSON.stringify(text)}, "n": NaN, "i": [-Infinity, 2.0]`),
  'input.txt': (files, text) => [...files, { path: 'input.txt', bytes: utf8(text) }],
  'input.csv': (files, text) => [...files, { path: 'input.csv', bytes: utf8(text) }],
  'cells of input.csv': (files, text) => [...files, { path: 'input.csv', bytes: utf8(`a,b\n${text},1\n2,${text}\n`) }],
  'input.json': (files, text) => [...files, { path: 'input.json', bytes: utf8(text) }],
  'input.npy': (files, text) => [...files, { path: 'input.npy', bytes: npy(text, new Uint8Array(8)) }],
  'input.npz': (files, text) => {
    const member = { path: `${text.slice(0, 1000)}.npy`, bytes: npy(text, new Uint8Array(8)) }
    return [...files, { path: 'input.npz', bytes: zip([member], true) }]
  },
}

/** Long lines are no labels: the text again in lines of 490 characters. @param {string} text */
const lines = (text) => text.replace(/[^\n]{490}/g, '$&\n')

/** The first JSON file with another key before all others. @param {readonly File[]} files @param {string} value */
function inJson(files, value) {
  const json = files.find(({ path }) => path.endsWith('.json'))
  if (json === undefined) return [...files, { path: 'input.json', bytes: utf8(`{"x": ${value}}`) }]
  const text = new TextDecoder().decode(json.bytes).replace('{', () => `{"hostile": ${value}, `)
  return files.map((file) => (file === json ? { ...file, bytes: utf8(text) } : file))
}
