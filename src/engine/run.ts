import { nextTask, throwIfAborted } from '../base/abort.ts'
import type { StageRecord } from '../base/ledger.ts'
import { noTrace } from '../base/output-trace.ts'
import type { InputBinding, InputSource } from '../base/plan.ts'
import type { ReadingChoices } from '../base/reading.ts'
import type { RowTable } from '../base/row-table.ts'
import type { BenchmarkResult, OutputResult, RunInput, RunResult, RunSettings, SteadyRun } from '../base/run.ts'
import { type NamedTensors, statsOf } from '../base/tensor.ts'
import type { Prepared, PreparedTensor } from '../inputs/contract.ts'
import type { ReadContext } from '../outputs/index.ts'
import type { SessionOutput } from '../runtime/contract.ts'
import type { Keep } from './held-outputs.ts'
import type { Loaded } from './load.ts'
import { compileRecord, runLedger } from './run-facts.ts'
import { runAllParts, runsOf } from './run-windows.ts'
import type { CallContext, StreamContext } from './serve.ts'
import { type Runner, runnerFor } from './tiles.ts'

type PrepareAll = () => Promise<readonly Prepared[]>

/** One run from files to readings, with all stages timed. */
export async function runModel(
  loaded: Loaded,
  { keep, choices }: { readonly keep: Keep; readonly choices: ReadingChoices },
  prepareAll: PrepareAll,
  bindings: readonly InputBinding[],
  context: CallContext,
): Promise<RunResult> {
  const { signal, onProgress } = context
  const { session } = loaded.started
  const begin = performance.now()
  onProgress({ stage: 'input', done: 0, total: null, note: 'decoding and preparing the input' })
  const prepared = await prepareAll()
  const inputMs = performance.now() - begin
  const runs = runsOf(prepared)
  const shapes = shapesOf(prepared)
  const before = loaded.firstRuns.get(shapes)
  const runner = runnerFor(session, prepared, onProgress)
  const compile = before?.compile ?? (await warmUp(loaded, runner, runs.inputs[0] ?? {}, context))
  throwIfAborted(signal)
  onProgress({ stage: 'run', done: 0, total: null, note: 'running' })
  const output = await runAllParts(runner, runs, context)
  loaded.states.keep(bindings, output.outputs)
  const ms = output.runMs + output.readbackMs
  const firstMs = before?.ms ?? (compile.ms ?? 0) + ms
  loaded.firstRuns.set(shapes, { compile, ms: firstMs })
  const readStart = performance.now()
  const reading = contextOf(loaded, prepared, output)
  const groups = loaded.readOutputs(output.outputs, reading, choices)
  const outputs = output.outputs.map(resultOf)
  const resultMs = performance.now() - readStart
  const first = before === undefined
  const settings = settingsOf(loaded, prepared, bindings)
  return {
    settings,
    outputs,
    groups,
    table: tableOf(prepared),
    held: keep(output.outputs, reading),
    ledger: [compile, ...runLedger({ loaded, prepared, first, output, outputs, groups, inputMs, resultMs })],
    first,
    ms,
    firstMs,
    endToEnd: inputMs + ms + resultMs,
    memory: session.memory(),
    recoveries: [],
  }
}

/** Several inputs may take columns of one table; the first has all of its columns. */
function tableOf(prepared: readonly Prepared[]): RowTable | null {
  for (const { rowTable } of prepared) {
    const table = rowTable()
    if (table !== null) return table
  }
  return null
}

/** Identifies a combination of input shapes. */
export function shapesOf(prepared: readonly PreparedTensor[]): string {
  return JSON.stringify(prepared.map(({ tensor }) => tensor.shape))
}

/** Compiles for the shapes of these inputs. */
export async function warmUp(
  loaded: Loaded,
  runner: Runner,
  inputs: NamedTensors,
  { signal, onProgress }: CallContext,
): Promise<StageRecord> {
  onProgress({ stage: 'compile', done: 0, total: null, note: 'compiling for these input shapes' })
  const { session } = loaded.started
  return compileRecord(session.rung, await runner.warmUp(inputs, signal))
}

/** Maximum number of end-to-end runs: they are slow, and vary too little to need more. */
const endToEndRuns = 10

/** Steady runs: inputs are prepared once; run and read-back are timed in the worker, after one untimed run. */
export async function benchmarkModel(
  loaded: Loaded,
  prepareAll: PrepareAll,
  runs: number,
  context: StreamContext<SteadyRun>,
): Promise<Omit<BenchmarkResult, 'runs'>> {
  const { signal, onProgress, emit } = context
  const { session } = loaded.started
  const first = await prepareAll()
  const parts = runsOf(first)
  const runner = runnerFor(session, first, () => undefined)
  await runner.warmUp(parts.inputs[0] ?? {}, signal)
  // The progress is that of the runs, not of the windows in one.
  const quiet = { signal, onProgress: () => undefined }
  await runAllParts(runner, parts, quiet)
  for (let i = 0; i < runs; i++) {
    await nextTask()
    throwIfAborted(signal)
    const { runMs, readbackMs } = await runAllParts(runner, parts, quiet)
    emit({ runMs, readbackMs })
    onProgress({ stage: 'run', done: i + 1, total: runs, note: `run ${i + 1} of ${runs}` })
  }
  const whole: number[] = []
  for (let i = 0; i < Math.min(endToEndRuns, Math.ceil(runs / 5)); i++) {
    await nextTask()
    throwIfAborted(signal)
    const start = performance.now()
    const prepared = await prepareAll()
    const output = await runAllParts(runner, runsOf(prepared), quiet)
    loaded.readOutputs(output.outputs, contextOf(loaded, prepared, output))
    output.outputs.map(resultOf)
    whole.push(performance.now() - start)
  }
  return { backend: session.rung, endToEnd: whole, memory: session.memory() }
}

export function tensorsOf(prepared: readonly PreparedTensor[]): NamedTensors {
  return Object.fromEntries(prepared.map(({ input, tensor }) => [input, tensor]))
}

export function contextOf(
  { source, traces }: Loaded,
  prepared: readonly PreparedTensor[],
  { outputs }: SessionOutput,
): ReadContext {
  return {
    metadata: source.summary.metadata,
    inputs: prepared.map(({ input, tensor, geometry, sound, tokens }) => ({
      name: input,
      dtype: tensor.dtype,
      shape: tensor.shape,
      geometry,
      tokens,
      sound,
    })),
    outputs: outputs.map(({ name, value }) => ({ name, shape: value.shape, trace: traces.get(name) ?? noTrace })),
  }
}

export function resultOf({ name, value }: SessionOutput['outputs'][number]): OutputResult {
  return { name, dtype: value.dtype, shape: value.shape, stats: statsOf(value), value }
}

function settingsOf(loaded: Loaded, prepared: readonly Prepared[], bindings: readonly InputBinding[]): RunSettings {
  const { summary, signature, optimisation } = loaded.description
  const inputs = prepared.map(({ description, tensor }): RunInput => {
    const binding = bindings.find(({ input }) => input === description.input)
    return {
      name: description.input,
      file: binding === undefined ? '' : sourceName(binding.source),
      from: binding?.source.kind === 'file' ? binding.source.file : null,
      dtype: tensor.dtype,
      shape: tensor.shape,
      stats: description.stats,
      plan: description.plan,
      warnings: description.warnings,
    }
  })
  return {
    model: {
      name: summary.name,
      format: summary.format,
      bytes: summary.bytes,
      hash: summary.hash,
      signature,
      operations: { before: optimisation.before, after: optimisation.after },
      repairs: summary.repairs,
    },
    backend: { id: loaded.started.session.rung, ladder: loaded.started.ladder },
    inputs,
  }
}

function sourceName(source: InputSource): string {
  if (source.kind === 'file') return source.file.path
  if (source.kind === 'text') return 'typed text'
  if (source.kind === 'frame' || source.kind === 'samples') return source.name
  if (source.kind === 'state') return `state of ${source.output}`
  return source.fill === 'random' ? `random, seed ${source.seed}` : source.fill
}
