import { EngineError } from '../../../base/errors.ts'

/** Real configs use about six levels of JSON per level of layers. */
const deepest = 1000

/** Raises `model-invalid` for JSON nested so deep that recursion would exhaust the stack. */
export function checkDepth(value: unknown, path: string): void {
  const check = (item: unknown, depth: number): void => {
    if (typeof item !== 'object' || item === null) return
    if (depth >= deepest)
      throw new EngineError(
        'model-invalid',
        `The configuration in ${path} is nested more than ${deepest} levels deep, which Keras never writes.`,
        'The file was edited or damaged; save the model again.',
      )
    if (Array.isArray(item)) for (const inner of item) check(inner, depth + 1)
    else for (const key in item) check((item as Readonly<Record<string, unknown>>)[key], depth + 1)
  }
  check(value, 0)
}
