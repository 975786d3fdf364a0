import { nextTask, throwIfAborted } from '../base/abort.ts'
import { type ErrorCode, toPlainError } from '../base/errors.ts'
import type { RunResult } from '../base/run.ts'
import { rowOf } from '../base/run-row.ts'
import type { RunAllEvent, RunAllRequest, RunAllRow } from './protocol.ts'
import { isRefusal } from './refusals.ts'
import type { StreamContext } from './serve.ts'

/** Errors that are not about one row: they end the call. */
const endsAll: ReadonlySet<ErrorCode> = new Set(['cancelled', 'gpu-lost', 'not-loaded'])

/**
 * Runs rows one after the other. Raises `cancelled`, `gpu-lost`, `not-loaded`, and on request
 * what the rung refuses; any other error is the row's.
 */
export async function runAll(
  { rows, endAtRefusal = false }: RunAllRequest,
  { signal, emit }: StreamContext<RunAllEvent>,
  run: (row: RunAllRow) => Promise<RunResult>,
): Promise<null> {
  for (const row of rows) {
    // A cancel arrives between two tasks.
    await nextTask()
    throwIfAborted(signal)
    const { id, whole } = row
    try {
      const result = await run(row)
      emit({ id, row: rowOf(result), result: whole ? result : null })
    } catch (error) {
      const plain = toPlainError(error)
      if (endsAll.has(plain.code) || (endAtRefusal && isRefusal(plain))) throw error
      emit({ id, error: plain })
    }
  }
  return null
}
