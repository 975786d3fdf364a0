import { toPlainError } from '../../base/errors.ts'
import { formatDuration } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { RunResult } from '../../base/run.ts'
import { begin, end } from '../activity.ts'
import { bindingsOf, isStale, keyOf, selectedBundle } from '../bindings.ts'
import { call, engine } from '../engine.ts'
import { canRun } from '../selectors.ts'
import type { Bundle, RunEntry, State } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { selectBundle } from './input.ts'
import { sameAnswer } from './same-answer.ts'

let runs = 0

/** Runs the selected bundle. */
export async function run(): Promise<void> {
  const bundle = selectedBundle(store.getState())
  if (bundle === null) return
  patch('page', { error: null })
  await runBundles([bundle])
}

/** Runs every bundle, one after the other. */
export async function runAll(): Promise<void> {
  patch('page', { error: null })
  await runBundles(store.getState().input.bundles)
}

/** Runs the bundles that have no result yet: what a drop has brought. */
export async function runNew(): Promise<void> {
  const { input, run: slice } = store.getState()
  const done = new Set(slice.entries.map(({ bundle }) => bundle))
  await runBundles(input.bundles.filter(({ id }) => !done.has(id)))
}

async function runBundles(bundles: readonly Bundle[]): Promise<void> {
  const ready = bundles.filter((bundle) => canRun(store.getState(), bundle).ok)
  if (ready.length === 0) return
  const controller = begin()
  patch('run', { running: true, progress: null })
  try {
    for (const bundle of ready) {
      if (controller.signal.aborted) break
      await runOne(bundle, controller.signal)
    }
  } finally {
    end(controller)
    patch('run', { warning: sameAnswer(store.getState().run.entries) })
  }
}

async function runOne(bundle: Bundle, signal: AbortSignal): Promise<void> {
  const state = store.getState()
  const before = state.run.entries.find((entry) => entry.bundle === bundle.id)
  const entry: RunEntry = {
    run: ++runs,
    bundle: bundle.id,
    label: bundle.label,
    phase: 'running',
    result: before?.result ?? null,
    error: null,
    key: keyOf(state, bundle),
  }
  put(entry)
  if (state.input.selected === bundle.id) patch('run', { shown: entry.run })
  const recoveries: string[] = []
  const stop = engine().onRecovery((note) => recoveries.push(note))
  try {
    const result = await call(
      'run',
      { bindings: bindingsOf(state, bundle) },
      { signal, onProgress: (progress) => patch('run', { progress }) },
    )
    put({ ...entry, phase: 'done', result: { ...result, recoveries }, key: madeBy(state, bundle) })
    announce(
      `Result: ${headlineOf(result)}, ${formatDuration(result.ms)} on ${rungLabels[result.settings.backend.id]}.`,
    )
  } catch (error) {
    const plain = toPlainError(error)
    if (plain.code === 'cancelled') {
      // A result that was there before stays.
      put(before?.phase === 'done' ? { ...before, run: entry.run } : { ...entry, phase: 'cancelled', result: null })
      announce('Cancelled.')
    } else {
      put({ ...entry, phase: 'error', result: null, error: plain })
      patch('page', { error: plain })
    }
  } finally {
    stop()
  }
}

/**
 * The key of what has just ended. The settings are those it began with, whatever has been changed since; the rung is the
 * present one, because a recovery may have moved the model.
 */
function madeBy(began: State, bundle: Bundle): string {
  return keyOf({ ...began, model: store.getState().model }, bundle)
}

/** The newest entry of a bundle takes the place of the one before; a late older one is dropped. */
function put(entry: RunEntry): void {
  const { run: slice, input } = store.getState()
  const present = slice.entries.find(({ bundle }) => bundle === entry.bundle)
  if (present !== undefined && present.run > entry.run) return
  if (!input.bundles.some(({ id }) => id === entry.bundle)) return
  const entries =
    present === undefined ? [...slice.entries, entry] : slice.entries.map((one) => (one === present ? entry : one))
  patch('run', { entries })
}

function headlineOf({ ledger }: RunResult): string {
  return ledger.find(({ id }) => id === 'result')?.value ?? ''
}

/** Steady latency of the selected bundle: `count` runs with the input already in the worker. */
export async function benchmark(count: number): Promise<void> {
  const state = store.getState()
  const bundle = selectedBundle(state)
  if (bundle === null || !canRun(state, bundle).ok) return
  const controller = begin()
  const key = keyOf(state, bundle)
  const idle = { phase: 'idle', done: 0, total: 0, result: null, key } as const
  patch('page', { error: null })
  patch('run', { running: true, benchmark: { phase: 'running', done: 0, total: count, result: null, key } })
  try {
    const shown = state.run.entries.find((entry) => entry.bundle === bundle.id)
    if (shown === undefined || shown.phase !== 'done' || isStale(state, shown)) await runOne(bundle, controller.signal)
    const result = await call(
      'benchmark',
      { bindings: bindingsOf(state, bundle), runs: count },
      {
        signal: controller.signal,
        onProgress: ({ done }) =>
          patch('run', { benchmark: { phase: 'running', done, total: count, result: null, key } }),
      },
    )
    patch('run', {
      benchmark: { phase: 'done', done: count, total: count, result, key: madeBy(state, bundle) },
    })
    announce(`${count} runs measured.`)
  } catch (error) {
    patch('run', { benchmark: idle })
    const plain = toPlainError(error)
    if (plain.code !== 'cancelled') patch('page', { error: plain })
  } finally {
    end(controller)
  }
}

/** Shows another result of the list, and beside it the input that made it. */
export async function showRun(run: number): Promise<void> {
  const entry = store.getState().run.entries.find((one) => one.run === run)
  if (entry !== undefined) await selectBundle(entry.bundle)
}
