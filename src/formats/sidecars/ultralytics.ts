import type { Clue } from '../../base/clue.ts'
import { asString } from '../shared/json-value.ts'
import type { SidecarKind } from './contract.ts'

/** More lines than any list of classes needs. */
const longest = 50_000

/**
 * `metadata.yaml` that the exports of Ultralytics put beside a YOLO model: class names, size, task. Its pictures are fitted
 * into the input and scaled to 0…1. Read line by line, as the exporter writes it; not YAML in general.
 */
export const ultralytics: SidecarKind = {
  id: 'ultralytics',
  names: /^(metadata|data)\.ya?ml$/i,
  read: (value, file) => {
    const text = asString(value)
    if (text === null) return null
    const lines = text.split(/\r?\n/)
    if (lines.length > longest) return null
    const labels = namesIn(lines)
    const task = scalarIn(lines, 'task')
    if (labels === null && task === null) return null
    const isExport = task !== null && scalarIn(lines, 'stride') !== null
    const sides = listIn(lines, 'imgsz').map(Number)
    const side = sides[0] ?? Number.NaN
    return {
      ...(labels === null ? {} : { labels, labelsSource: file.name }),
      ...(isExport ? { clues: cluesOf(`stated by ${file.name}`) } : {}),
      ...(isExport && Number.isInteger(side) && side > 0 && sides.every((one) => one === side)
        ? { imageSize: side }
        : {}),
      facts: ['description', 'author', 'version', 'license'].flatMap((key) => {
        const found = scalarIn(lines, key)
        return found === null
          ? []
          : [{ label: (key[0] ?? '').toUpperCase() + key.slice(1), value: found.slice(0, 300) }]
      }),
    }
  },
}

function cluesOf(reason: string): readonly Clue[] {
  const common = { input: null, evidence: 'file', certainty: 'certain', reason } as const
  return [
    { ...common, question: 'scale', answer: { scale: 'zero-one' } },
    { ...common, question: 'resize', answer: 'fit' },
  ]
}

/** `key: value` at the beginning of a line; `null` if there is none, or no value behind it. */
function scalarIn(lines: readonly string[], key: string): string | null {
  const line = lines.find((one) => one.startsWith(`${key}:`))
  const value = line === undefined ? '' : unquoted(line.slice(key.length + 1))
  return value === '' ? null : value
}

/** The items of `key: [a, b]`, or of `- a` on the lines behind the key. */
function listIn(lines: readonly string[], key: string): readonly string[] {
  const inline = scalarIn(lines, key)
  if (inline !== null) return itemsOf(inline)
  return block(lines, key).flatMap((line) =>
    line.trimStart().startsWith('- ') ? [unquoted(line.trimStart().slice(2))] : [],
  )
}

/** Class names as a list, or as `0: person` on lines of their own or in braces; `null` if their numbers have gaps. */
function namesIn(lines: readonly string[]): readonly string[] | null {
  const inline = scalarIn(lines, 'names')
  const listed = listIn(lines, 'names')
  const entries = inline === null ? block(lines, 'names').map((line) => line.trim()) : listed
  const numbered = entries.map((entry) => /^(\d{1,6}):\s*(\S.*)$/s.exec(entry))
  const names = numbered.every((match, i) => match !== null && Number(match[1]) === i)
    ? numbered.map((match) => unquoted(match?.[2] ?? ''))
    : listed
  return names.length === 0 ? null : names
}

/** The lines behind a key up to the next one. */
function block(lines: readonly string[], key: string): readonly string[] {
  const from = lines.findIndex((line) => line.trimEnd() === `${key}:`)
  if (from < 0) return []
  const behind = lines.slice(from + 1).filter((line) => line.trim() !== '')
  const end = behind.findIndex((line) => !/^[\s-]/.test(line))
  return end < 0 ? behind : behind.slice(0, end)
}

/** `[a, "b"]` and `{0: a, 1: b}`. */
function itemsOf(text: string): readonly string[] {
  const ends = `${text[0] ?? ''}${text.at(-1) ?? ''}`
  return ends === '[]' || ends === '{}' ? text.slice(1, -1).split(',').map(unquoted) : []
}

function unquoted(text: string): string {
  const trimmed = text.trim()
  const quote = trimmed[0]
  return (quote === '"' || quote === "'") && trimmed.length > 1 && trimmed.at(-1) === quote
    ? trimmed.slice(1, -1)
    : trimmed
}
