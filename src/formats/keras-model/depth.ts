import { EngineError } from '../../base/errors.ts'

/** Real configs have about six levels of JSON for a level of layers. */
const deepest = 1000

/** Raises `model-invalid` for JSON that is nested so deep that reading it level by level would exhaust the stack. */
export function checkDepth(value: unknown, path: string): void {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest)
      throw new EngineError(
        'model-invalid',
        `The configuration in ${path} is nested more than ${deepest} levels deep, as none of Keras is.`,
        'The file was edited or damaged; save the model again.',
      )
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
}
