import type { RunSettings } from '../../base/run.ts'
import { type CodeOptions, type Language, noCodeOptions } from './contract.ts'
import { javascriptFor } from './javascript.ts'
import { pythonFor } from './python.ts'

const writers: Readonly<Record<Language, (settings: RunSettings, options: CodeOptions) => string>> = {
  javascript: javascriptFor,
  python: pythonFor,
}

/** A complete program that loads the model, prepares the inputs like the run did, and predicts. */
export function codeFor(language: Language, settings: RunSettings, options: Partial<CodeOptions> = {}): string {
  return writers[language](settings, { ...noCodeOptions, ...options })
}

export type { CodeOptions, Language } from './contract.ts'
export type { ShownScores } from './scores.ts'
