import type { StageId } from '../../base/ledger.ts'
import { backend } from './backend.ts'
import { compile } from './compile.ts'
import { files } from './files.ts'
import { input } from './input.ts'
import { parse } from './parse.ts'
import { readback } from './readback.ts'
import { result } from './result.ts'
import { run } from './run.ts'
import type { StageText } from './stage-text.ts'
import { weights } from './weights.ts'

/** The texts of all stages. */
export const stages: { readonly [Id in StageId]: StageText<Id> } = {
  files,
  parse,
  weights,
  backend,
  compile,
  input,
  run,
  readback,
  result,
}
