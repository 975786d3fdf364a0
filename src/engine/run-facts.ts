import type { RungId } from '../base/ladder.ts'
import { type StageRecord, stage } from '../base/ledger.ts'
import type { OutputGroup } from '../base/reading.ts'
import { resultFacts } from '../base/result-facts.ts'
import type { OutputResult } from '../base/run.ts'
import { bytesPerElement, type DType, sizeOf } from '../base/tensor.ts'
import type { Prepared } from '../inputs/contract.ts'
import type { SessionOutput, WarmUp } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'

interface RunFigures {
  readonly loaded: Loaded
  readonly prepared: readonly Prepared[]
  readonly first: boolean
  readonly output: SessionOutput
  readonly outputs: readonly OutputResult[]
  readonly groups: readonly OutputGroup[]
  readonly inputMs: number
  readonly resultMs: number
}

/** The stages of one run: `input` to `result`. */
export function runLedger(figures: RunFigures): readonly StageRecord[] {
  return [inputStage(figures), runStage(figures), readbackStage(figures), resultStage(figures)]
}

/** The first run with a shape compiles; later runs report its record. */
export function compileRecord(rung: RungId, warmUp: WarmUp | null): StageRecord {
  return warmUp === null
    ? stage('compile', { code: 'nothing-ahead', rung })
    : stage('compile', warmUp.facts, { ms: warmUp.ms })
}

function inputStage({ prepared, inputMs }: RunFigures): StageRecord {
  const inputs = prepared.map(({ description: { input, source, plan, stats }, tensor: { shape, dtype } }) => ({
    name: input,
    source,
    steps: plan.map(({ id, label, summary, reason, certainty }) => ({ id, label, summary, reason, certainty })),
    shape,
    dtype,
    stats,
  }))
  return stage('input', { inputs }, { ms: inputMs, bytes: bytesOf(inputs) })
}

function runStage({ loaded: { started, description }, first, output }: RunFigures): StageRecord {
  const { session } = started
  const { before, after } = description.optimisation
  return stage(
    'run',
    {
      operations: { read: before, run: after },
      rung: session.rung,
      asynchronous: session.asynchronous,
      first,
      memory: session.memory(),
    },
    { ms: output.runMs },
  )
}

function readbackStage({ output, outputs }: RunFigures): StageRecord {
  return stage(
    'readback',
    { outputs: outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })) },
    { ms: output.readbackMs, bytes: bytesOf(outputs) },
  )
}

function resultStage({ outputs, groups, resultMs }: RunFigures): StageRecord {
  return stage('result', resultFacts({ outputs, groups }), { ms: resultMs })
}

function bytesOf(tensors: readonly { readonly shape: readonly number[]; readonly dtype: DType }[]): number {
  return tensors.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesPerElement(dtype), 0)
}
