import { EngineError, messageOf, toPlainError } from '../../base/errors.ts'
import type { StepSetting } from '../../base/plan.ts'
import type { OnProgress } from '../../base/progress.ts'
import { readingRow } from '../../base/readings/index.ts'
import type { RunResult } from '../../base/run.ts'
import { rowOf } from '../../base/run-row.ts'
import type { Language, ShownScores } from '../../exports/code/index.ts'
import { csvOfRuns, defaultOptions, type ExportId, type ExportOptions, exportKinds } from '../../exports/index.ts'
import { acrossRuns } from '../across.ts'
import { download } from '../download.ts'
import { shownEntry } from '../selectors.ts'
import type { InputSet } from '../state.ts'
import { notify, patch, store } from '../store.ts'
import { withContentHash } from './identity.ts'
import { asChosen, interpretationOf } from './reading.ts'

// Fetched on first use.
const programs = () => import('../../exports/code/index.ts')

export interface ExportChoice {
  readonly id: ExportId
  readonly label: string
  readonly about: string
  readonly whole: boolean
}

/** The export files available for an output of a result, in order. */
export function exportsFor(result: RunResult, output: number): readonly ExportChoice[] {
  const chosen = result.outputs[output]
  return exportKinds.filter(({ whole, fits }) => (chosen === undefined ? whole : fits(chosen, result)))
}

/**
 * Saves the shown result as a file. `output` is an index into its outputs; `onProgress` hears of the files of the model
 * that are read for its hash.
 */
export async function exportResult(
  format: ExportId,
  output = 0,
  options: Partial<Pick<ExportOptions, 'range' | 'picture'>> = {},
  onProgress?: OnProgress,
): Promise<void> {
  const state = store.getState()
  const result = shownEntry(state)?.result
  if (result == null) return
  const { benchmark } = state.run
  try {
    const kind = exportKinds.find(({ id }) => id === format)
    if (kind === undefined) return
    const chosen = result.outputs[output]
    const view = chosen === undefined ? null : (kind.readAs?.(chosen, result) ?? null)
    const interpretation = view === null ? null : await interpretationOf(result, chosen?.name ?? '', view)
    const settings = kind.statesModel ? await withContentHash(result.settings, onProgress) : result.settings
    const content = await kind.make(
      { ...withOtherRuns(result), settings },
      {
        ...defaultOptions,
        interpretation,
        ...options,
        output,
        load: state.model.loaded?.ledger ?? [],
        benchmark: benchmark.key === shownEntry(state)?.key ? benchmark.result : null,
        environment: environment(),
      },
    )
    download(new Blob([content], { type: kind.mime }), `${result.settings.model.name}-result.${kind.extension}`)
  } catch (error) {
    patch('page', { error: toPlainError(error) })
  }
}

/** Readings that compare runs have all runs of the list. */
function withOtherRuns(result: RunResult): RunResult {
  const { entries, shown } = store.getState().run
  const groups = result.groups.map((group) => {
    const [output = ''] = group.shown.uses
    const interpretation = acrossRuns(group.shown.interpretation, output, entries, shown)
    return { ...group, shown: { ...group.shown, interpretation } }
  })
  return { ...result, groups }
}

/** Saves a picture that a view draws of the shown result, or of the model. */
export async function savePicture(name: string, draw: () => Promise<Blob>): Promise<void> {
  const state = store.getState()
  const made = shownEntry(state)?.result?.settings.model.name
  const model = made ?? state.model.loaded?.summary.name ?? 'glassbox'
  try {
    download(await draw(), `${model}-${name}`)
  } catch (error) {
    const message = `${name} could not be drawn: ${messageOf(error)}.`
    const failure = new EngineError('internal', message, 'Save the result as JSON or CSV, or use a smaller picture.')
    patch('page', { error: toPlainError(failure) })
  }
}

/** Saves all results of the list as one table, one line each. */
export async function exportRuns(): Promise<void> {
  // Entries with only a row keep the reading chosen when they ran.
  const lines = await Promise.all(
    store.getState().run.entries.map(async ({ label, row, result, error }) => {
      return { label, row: result === null ? row : rowOf(await asChosen(result)), error }
    }),
  )
  download(new Blob([csvOfRuns(lines)], { type: 'text/csv' }), 'glassbox-results.csv')
}

/** Generates the shown run as a program: load, preprocess, predict. */
export async function codeFor(language: Language): Promise<string> {
  const state = store.getState()
  const entry = shownEntry(state)
  const { loaded } = state.model
  if (entry?.result == null || loaded === null) return ''
  const { codeFor: write } = await programs()
  return write(language, await withContentHash(entry.result.settings), {
    modelFile: loaded.summary.path.split('/').at(-1) ?? loaded.summary.path,
    use: loaded.summary.use,
    asynchronous: loaded.asynchronous,
    columns: loaded.summary.metadata.columns,
    scores: scoresOf(entry.result),
    typed: typedIn(state.input.inputSets.find(({ id }) => id === entry.inputSet)),
  })
}

/** Only names that are the same for every row can be written into a program. */
function scoresOf({ groups, outputs }: RunResult): readonly ShownScores[] {
  return groups.flatMap(({ open, shown: { uses, interpretation } }) => {
    const [output = ''] = uses
    const scores = readingRow(interpretation).shownClasses?.(interpretation.data)
    if (!open || scores === undefined) return []
    const { classes, names } = scores
    const index = outputs.findIndex(({ name }) => name === output)
    return [{ ...scores, output, index, names: names?.length === classes ? names : null }]
  })
}

function typedIn(inputSet: InputSet | undefined): Readonly<Record<string, string>> {
  const sources = Object.entries(inputSet?.sources ?? {})
  return Object.fromEntries(
    sources.flatMap(([input, source]) => (source.kind === 'text' ? [[input, source.text]] : [])),
  )
}

/** Saves the user's settings as `glassbox.json`, which is applied when dropped with the model. */
export function saveSettings(): void {
  const { prepared } = store.getState().input
  const settings = new Map<string, readonly StepSetting[]>()
  for (const [input, state] of Object.entries(prepared)) {
    if (state.phase !== 'ready') continue
    const chosen = state.value.plan.filter(({ chosenBy }) => chosenBy !== 'automatic')
    if (chosen.length > 0)
      settings.set(
        input,
        chosen.map(({ id, values }) => ({ id, values })),
      )
  }
  if (settings.size === 0) notify('Every step is automatic, so there is nothing to save.')
  else
    download(
      new Blob([`${JSON.stringify({ glassbox: 1, settings: Object.fromEntries(settings) }, null, 2)}\n`], {
        type: 'application/json',
      }),
      'glassbox.json',
    )
}

function environment(): Readonly<Record<string, string | number | boolean | null>> {
  return {
    date: new Date().toISOString(),
    userAgent: navigator.userAgent,
    processors: navigator.hardwareConcurrency,
    crossOriginIsolated,
  }
}
