import { formatBytes, formatCount, formatDuration, formatNumber } from '../base/format.ts'
import { headline } from '../base/headline.ts'
import { type RungId, rungLabels } from '../base/ladder.ts'
import { type StageRecord, stage } from '../base/ledger.ts'
import type { OutputResult } from '../base/run.ts'
import { bytesPerElement, formatShape, sizeOf } from '../base/tensor.ts'
import type { Prepared } from '../inputs/contract.ts'
import type { SessionOutput, WarmUp } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'

interface RunFigures {
  readonly loaded: Loaded
  readonly prepared: readonly Prepared[]
  readonly first: boolean
  readonly output: SessionOutput
  readonly outputs: readonly OutputResult[]
  readonly inputMs: number
  readonly resultMs: number
}

/** What happened in one run, stage by stage, in plain words with the figures of this run. */
export function runLedger(figures: RunFigures): readonly StageRecord[] {
  return [inputStage(figures), runStage(figures), readbackStage(figures), resultStage(figures)]
}

/** The first run of a shape compiles; its record stands for the later ones too. */
export function compileRecord(rung: RungId, warmUp: WarmUp | null): StageRecord {
  if (warmUp !== null) return stage('compile', { ms: warmUp.ms, story: warmUp.story })
  return stage('compile', {
    value: 'none',
    story: [
      `${rungLabels[rung]} compiles nothing ahead for this model: what the first run does once is counted in the first run.`,
    ],
  })
}

function inputStage({ prepared, inputMs }: RunFigures): StageRecord {
  const bytes = prepared.reduce((sum, { tensor }) => sum + sizeOf(tensor.shape) * bytesPerElement(tensor.dtype), 0)
  return stage('input', {
    ms: inputMs,
    bytes,
    story: prepared.flatMap(({ description }) => [
      `${description.input}: ${description.source}.`,
      ...description.plan.map(
        ({ label, summary, reason }) => `${label}: ${summary}${reason === '' ? '' : ` (${reason})`}.`,
      ),
    ]),
    facts: prepared.flatMap(({ description, tensor }) => [
      { label: `${description.input}, shape`, value: `${formatShape(tensor.shape)} ${tensor.dtype}` },
      {
        label: `${description.input}, values`,
        value: `${formatNumber(description.stats.min)} … ${formatNumber(description.stats.max)}, mean ${formatNumber(description.stats.mean)}`,
      },
    ]),
  })
}

function runStage({ loaded, first, output }: RunFigures): StageRecord {
  const { session } = loaded.started
  const { summary } = loaded.source
  return stage('run', {
    ms: output.runMs,
    story: [
      `${formatCount(summary.operations)} operations on ${rungLabels[session.rung]}, ${session.asynchronous ? 'asynchronously, since the graph holds control flow or string tensors' : 'in one synchronous pass'}.`,
      ...(session.rung === 'webgpu' || session.rung === 'webgl'
        ? ['On a GPU this is the time to submit the work; waiting for it counts as reading back.']
        : []),
      ...(first
        ? ['This was the first run with these shapes; later runs are usually faster. Run ×N measures them.']
        : []),
    ],
    facts: [{ label: 'Memory held', value: memoryText(session.memory()) }],
  })
}

function readbackStage({ output, outputs }: RunFigures): StageRecord {
  const bytes = outputs.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesPerElement(dtype), 0)
  return stage('readback', {
    ms: output.readbackMs,
    bytes,
    story: [`${formatCount(outputs.length, 'output')}, ${formatBytes(bytes)}, copied from the backend to memory.`],
    facts: outputs.map(({ name, shape, dtype }) => ({ label: name, value: `${formatShape(shape)} ${dtype}` })),
  })
}

function resultStage({ outputs, resultMs }: RunFigures): StageRecord {
  return stage('result', {
    ms: resultMs,
    value: outputs[0] === undefined ? null : headline(outputs[0]),
    story: outputs.map(({ name, readings, stats }) => {
      const reading = readings[0]
      const note =
        reading !== undefined && 'note' in reading.data && reading.data.note !== '' ? ` ${reading.data.note}` : ''
      const bad =
        stats.nan + stats.inf > 0
          ? ` It holds ${formatCount(stats.nan)} NaN and ${formatCount(stats.inf)} infinite values.`
          : ''
      return `${name} is read as ${reading?.view ?? 'tensor'}.${note}${bad}`
    }),
    facts: [{ label: 'Time to read', value: formatDuration(resultMs) }],
  })
}

function memoryText(bytes: number | null): string {
  return bytes === null ? 'not told by this backend' : formatBytes(bytes)
}
