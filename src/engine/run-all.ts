import { nextTask, throwIfAborted } from '../base/abort.ts'
import { type ErrorCode, toPlainError } from '../base/errors.ts'
import type { RunResult } from '../base/run.ts'
import { rowOf } from '../base/run-row.ts'
import type { RunAllEvent, RunAllRequest, RunAllRow } from './protocol.ts'
import { isRefusal } from './refusals.ts'
import type { StreamContext } from './serve.ts'

/** Errors that end the call instead of a single row. */
const endsAll: ReadonlySet<ErrorCode> = new Set(['cancelled', 'gpu-lost', 'not-loaded'])

/**
 * Runs rows one after another. Raises `cancelled`, `gpu-lost`, `not-loaded` and, on request, refusals by the rung; any
 * other error belongs to the row.
 */
export async function runAll(
  { rows, endAtRefusal = false }: RunAllRequest,
  { signal, emit }: StreamContext<RunAllEvent>,
  run: (row: RunAllRow) => Promise<RunResult>,
): Promise<null> {
  for (const row of rows) {
    // Cancel messages arrive between tasks.
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
