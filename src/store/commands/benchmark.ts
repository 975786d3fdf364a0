import { toPlainError } from '../../base/errors.ts'
import type { BenchmarkResult, SteadyRun } from '../../base/run.ts'
import { begin, end, tellCancelled } from '../activity.ts'
import { isStale, keyOf, runRequest, selectedInputSet } from '../bindings.ts'
import { call } from '../engine.ts'
import { entryOf, madeBy } from '../run-entries.ts'
import { canRun } from '../selectors.ts'
import { announce, patch, store } from '../store.ts'
import { runOne } from './run-one.ts'

/** Measures the steady latency of the selected input set: `count` runs with the input already in the worker. */
export async function benchmark(count: number): Promise<void> {
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  if (inputSet === null || !canRun(state, inputSet).ok) return
  const controller = begin()
  const key = keyOf(state, inputSet)
  const idle = { phase: 'idle', done: 0, total: 0, result: null, key } as const
  const runs: SteadyRun[] = []
  const done = (rest: Omit<BenchmarkResult, 'runs'>) => {
    const result = { ...rest, runs }
    patch('run', {
      benchmark: { phase: 'done', done: runs.length, total: count, result, key: madeBy(state, inputSet) },
    })
    if (runs.length === count) announce(`${count} runs measured.`)
    else tellCancelled(controller.signal, `Cancelled after ${runs.length} of ${count} runs.`)
  }
  patch('page', { error: null })
  patch('run', { running: true, benchmark: { phase: 'running', done: 0, total: count, result: null, key } })
  try {
    const shown = state.run.entries.find((entry) => entry.inputSet === inputSet.id)
    if (shown === undefined || shown.phase !== 'done' || isStale(state, shown))
      await runOne(inputSet, controller.signal)
    if (entryOf(store.getState(), inputSet)?.phase !== 'done') {
      patch('run', { benchmark: idle })
      return
    }
    const request = { ...runRequest(state, inputSet), runs: count }
    done(
      await call('benchmark', request, {
        signal: controller.signal,
        onEvent: (run) => runs.push(run),
        onProgress: () =>
          patch('run', { benchmark: { phase: 'running', done: runs.length, total: count, result: null, key } }),
      }),
    )
  } catch (error) {
    const plain = toPlainError(error)
    const { loaded } = store.getState().model
    // The runs before a cancel are as good as the others.
    if (plain.code === 'cancelled' && runs.length > 0 && loaded !== null)
      done({ backend: loaded.rung, endToEnd: [], memory: null })
    else {
      patch('run', { benchmark: idle })
      if (plain.code === 'cancelled') tellCancelled(controller.signal, 'Cancelled.')
      else patch('page', { error: plain })
    }
  } finally {
    end(controller)
  }
}
