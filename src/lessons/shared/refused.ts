import { isAbort, type PlainError, toEngineError, toPlainError } from '../../base/errors.ts'

/** The error of an expected failure, or the value; a cancel is raised. */
export async function attempt<T>(
  work: Promise<T>,
): Promise<{ readonly value: T; readonly error: null } | { readonly value: null; readonly error: PlainError }> {
  try {
    return { value: await work, error: null }
  } catch (error) {
    if (isAbort(error) || toEngineError(error).code === 'cancelled') throw error
    return { value: null, error: toPlainError(error) }
  }
}
