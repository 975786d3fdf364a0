import type { StageRecord } from '../base/ledger.ts'

/** Names chosen by the user or stated in a file; they may contain spaces. */
const names = ['name', 'path', 'op', 'formatLabel', 'convertedBy', 'generatedBy', 'quantisation', 'text']

/** Texts that another contract defines and the ledger passes through; see `StageFacts`. */
const passedOn = ['label', 'summary', 'reason', 'source', 'note', 'repairs', 'warnings', 'device', 'message']

const allowed: ReadonlySet<string> = new Set([...names, ...passedOn])

/** A code, an id, a dtype or a hash. */
const code = /^[\w-]*$/

/** Finds texts that only the ledger itself can have composed, as `stage.key: text`; none are expected. */
export function composedTexts(ledger: readonly StageRecord[]): readonly string[] {
  return ledger.flatMap(({ id, facts }) => textsIn(facts, id).map((text) => `${id}.${text}`))
}

function textsIn(value: unknown, key: string): readonly string[] {
  if (typeof value === 'string') return allowed.has(key) || code.test(value) ? [] : [`${key}: ${value}`]
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, name))
}
