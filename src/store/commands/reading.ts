import { toPlainError } from '../../base/errors.ts'
import { headlineOf, headlineText } from '../../base/headline.ts'
import { own } from '../../base/own.ts'
import type { FieldValue } from '../../base/plan.ts'
import {
  automaticOptions,
  type Candidate,
  chosenOf,
  type OutputGroup,
  type Reading,
  type ReadingChoice,
} from '../../base/reading.ts'
import type { Interpretation, ViewId } from '../../base/readings/index.ts'
import type { RunResult } from '../../base/run.ts'
import type { Values } from '../../base/values.ts'
import { call } from '../engine.ts'
import { liveChanged } from '../live/index.ts'
import { shownEntry } from '../selectors.ts'
import { announce, patch, store } from '../store.ts'

/** Reads a group of outputs in another way, in this and later results, without a run. */
export function readAs(group: string, candidate: string): Promise<void> {
  return choose(group, (choice) => ({ ...choice, candidate }))
}

/** Changes an option of a group's shown reading, without a run; `null` resets it to automatic. */
export function setReadingOption(
  group: string,
  candidate: string,
  option: string,
  value: FieldValue | null,
): Promise<void> {
  return choose(group, ({ options, ...choice }) => {
    const { [option]: _, ...rest } = options[candidate] ?? {}
    const mine = value === null ? rest : { ...rest, [option]: value }
    return { ...choice, options: { ...options, [candidate]: mine } }
  })
}

async function choose(group: string, change: (choice: ReadingChoice) => ReadingChoice): Promise<void> {
  const { choices } = store.getState().run
  patch('run', { choices: { ...choices, [group]: change(own(choices, group) ?? { candidate: null, options: {} }) } })
  if (liveChanged()) return
  await readShown()
  const { run } = store.getState()
  const result = shownEntry(store.getState())?.result
  if (result != null && own(run.unread, group) === undefined)
    announce(`Read again: ${headlineText(headlineOf(result))}.`)
  await readOthers()
}

/** Updates the other results of the list, until another choice is made. One that is no longer held stays as it is. */
async function readOthers(): Promise<void> {
  const { choices, entries, shown } = store.getState().run
  for (const { run, result } of entries) {
    if (result === null || run === shown) continue
    for (const group of result.groups) {
      if (store.getState().run.choices !== choices) return
      const reading = await readingOf(result.held, group, wantedOf(group)).catch(() => null)
      if (reading !== null && store.getState().run.choices === choices) settle(result.held, nameOf(group), reading)
    }
  }
}

/** Updates the shown result to the readings chosen by the user. Never fails; see `RunSlice.unread`. */
export async function readShown(): Promise<void> {
  patch('run', { unread: {} })
  const result = shownEntry(store.getState())?.result
  if (result == null) return
  await Promise.all(result.groups.map((group) => readGroup(result, group)))
}

async function readGroup({ held }: RunResult, group: OutputGroup): Promise<void> {
  const name = nameOf(group)
  const wanted = wantedOf(group)
  const stillWanted = () => sameWish(wantedOf(group), wanted)
  try {
    const shown = await readingOf(held, group, wanted)
    if (stillWanted()) settle(held, name, shown)
  } catch (error) {
    if (stillWanted()) patch('run', { unread: { ...store.getState().run.unread, [name]: toPlainError(error) } })
  }
}

/** Replaces a reading in its result, wherever that is in the list by now. */
function settle(held: string, name: string, shown: Reading): void {
  const entries = store
    .getState()
    .run.entries.map((entry) =>
      entry.result?.held === held ? { ...entry, result: withReading(entry.result, name, shown) } : entry,
    )
  patch('run', { entries })
}

function withReading(result: RunResult, name: string, shown: Reading): RunResult {
  return { ...result, groups: result.groups.map((group) => (nameOf(group) === name ? { ...group, shown } : group)) }
}

/** A result with the readings chosen by the user; groups that cannot be decoded keep their current reading. */
export async function asChosen(result: RunResult): Promise<RunResult> {
  const groups = await Promise.all(
    result.groups.map(async (group) => {
      const shown = await readingOf(result.held, group, wantedOf(group)).catch(() => group.shown)
      return { ...group, shown }
    }),
  )
  return { ...result, groups }
}

/** One output decoded for a view, shown or not; `null` if it does not fit. Raises what `read` raises. */
export async function interpretationOf(
  result: RunResult,
  output: string,
  view: ViewId,
): Promise<Interpretation | null> {
  for (const group of result.groups) {
    const candidate = group.candidates.find((one) => one.view === view && one.uses[0] === output)
    if (candidate === undefined) continue
    return (await readingOf(result.held, group, { candidate, options: automaticOptions(candidate) })).interpretation
  }
  return null
}

interface Wish {
  readonly candidate: Candidate
  readonly options: Values
}

async function readingOf(run: string, { shown }: OutputGroup, wish: Wish): Promise<Reading> {
  const { candidate, options } = wish
  if (shown.candidate === candidate.id && sameOptions(shown.options, options)) return shown
  const { id, view, uses, reason } = candidate
  const interpretation = await call('read', { run, view, uses, options })
  return { candidate: id, uses, reason, options, interpretation }
}

/** The user's candidate and options for a group, automatic by default. */
function wantedOf(group: OutputGroup): Wish {
  return chosenOf(group, store.getState().run.choices)
}

function sameWish(a: Wish, b: Wish): boolean {
  return a.candidate.id === b.candidate.id && sameOptions(a.options, b.options)
}

function sameOptions(a: Values, b: Values): boolean {
  return Object.keys({ ...a, ...b }).every((id) => JSON.stringify(a[id]) === JSON.stringify(b[id]))
}

function nameOf({ outputs }: OutputGroup): string {
  return outputs[0] ?? ''
}
