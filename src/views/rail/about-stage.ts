import type { StageId } from '../../base/ledger.ts'

/** What each stage is for, for someone who sees it the first time. */
export const aboutStage: Readonly<Record<StageId, string>> = {
  files: 'Lists what was dropped and recognises each file by its first bytes.',
  parse: 'Reads the model’s description: its operations, inputs, outputs and list of weights.',
  weights: 'Reads the learned numbers, tensor by tensor, and hands them to the backend.',
  backend: 'Tries each way this device can compute with, tests it, and starts the best one.',
  compile: 'Translates the operations for the backend. It happens once for each set of input shapes.',
  input: 'Turns the file into the numbers that the model expects.',
  run: 'Executes the model’s operations.',
  readback: 'Copies the result from the backend to ordinary memory. On a GPU it includes the wait for it.',
  result: 'Reads the numbers as what they mean: classes, a picture, a value.',
}
