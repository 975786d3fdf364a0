import type { StageRecord } from '../base/ledger.ts'

/** Names that a person chose or a file states. They may hold blanks. */
const names = ['name', 'path', 'op', 'formatLabel', 'convertedBy', 'generatedBy', 'quantisation', 'text']

/** Texts that the ledger passes on from another contract; see `StageFacts`. */
const passedOn = ['label', 'summary', 'reason', 'source', 'note', 'repairs', 'warnings', 'device', 'message']

const allowed: ReadonlySet<string> = new Set([...names, ...passedOn])

/** A code, an id, a dtype or a hash. */
const code = /^[\w-]*$/

/** Texts in a ledger that only the ledger itself can have composed, as `stage.key: text`; none are expected. */
export function composedTexts(ledger: readonly StageRecord[]): readonly string[] {
  return ledger.flatMap(({ id, facts }) => textsIn(facts, id).map((text) => `${id}.${text}`))
}

function textsIn(value: unknown, key: string): readonly string[] {
  if (typeof value === 'string') return allowed.has(key) || code.test(value) ? [] : [`${key}: ${value}`]
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, name))
}
