import { throwIfAborted } from '../base/abort.ts'
import type { LiveDetail, LiveResult } from '../base/live.ts'
import type { OutputGroup } from '../base/reading.ts'
import { readingRow } from '../base/readings/index.ts'
import type { OutputResult } from '../base/run.ts'
import type { TensorStats } from '../base/tensor.ts'
import type { PreparedTensor } from '../inputs/contract.ts'
import { described } from '../inputs/index.ts'
import type { SessionOutput } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'
import type { LiveRequest } from './protocol.ts'
import { contextOf, resultOf, shapesOf, tensorsOf, warmUp } from './run.ts'
import { runLedger } from './run-facts.ts'
import type { CallContext } from './serve.ts'
import { fedBack } from './states.ts'
import { runnerFor } from './tiles.ts'

/**
 * One run of a live source, from the item to what is drawn of it. Leaves out what takes time and is not drawn:
 * statistics, the picture of the input, copies of the outputs for other readings.
 */
export async function runLive(
  loaded: Loaded,
  { bindings, choices = {}, detail }: LiveRequest,
  prepareAll: () => Promise<readonly PreparedTensor[]>,
  context: CallContext,
): Promise<LiveResult> {
  const { session } = loaded.started
  const begin = performance.now()
  const prepared = await prepareAll()
  const input = performance.now() - begin
  const inputs = tensorsOf(prepared)
  const shapes = shapesOf(prepared)
  const before = loaded.firstRuns.get(shapes)
  const runner = runnerFor(session, prepared, () => undefined)
  const compile = before?.compile ?? (await warmUp(loaded, runner, inputs, context))
  throwIfAborted(context.signal)
  const output = await runner.run(inputs, context.signal)
  loaded.states.keep(bindings, output.outputs)
  const { runMs: run, readbackMs: readback } = output
  if (before === undefined) loaded.firstRuns.set(shapes, { compile, ms: (compile.ms ?? 0) + run + readback })
  const readStart = performance.now()
  const states = fedBack(bindings)
  const answers = output.outputs.filter(({ name }) => !states.has(name))
  const groups = loaded.readOutputs(answers, contextOf(loaded, prepared, output), choices)
  const outputs = answers.map((one) => drawnPart(one, groups))
  const result = performance.now() - readStart
  const describe = (): LiveDetail => {
    const whole = prepared.map(described)
    const first = before === undefined
    const figures = { loaded, prepared: whole, first, output, groups, inputMs: input, resultMs: result }
    const ledger = [compile, ...runLedger({ ...figures, outputs: answers.map(resultOf) })]
    return { inputs: whole.map(({ description }) => description), ledger }
  }
  return {
    groups,
    outputs,
    detail: detail ? describe() : null,
    rung: session.rung,
    compiled: before === undefined,
    ms: { input, run, readback, result },
    memory: session.memory(),
  }
}

const unknown: TensorStats = { min: 0, max: 0, mean: 0, sum: 0, nan: 0, inf: 0 }

/** An output with its values if the view of an open group draws them; else with empty values and zero statistics. */
function drawnPart(one: SessionOutput['outputs'][number], groups: readonly OutputGroup[]): OutputResult {
  const { name, value } = one
  const shown = groups.find(({ open, shown: { uses } }) => open && uses[0] === name)?.shown.interpretation
  if (shown !== undefined && readingRow(shown).drawsValues) return resultOf(one)
  const { dtype, shape } = value
  return { name, dtype, shape, stats: unknown, value: { dtype, shape: [0], data: new Float32Array() } }
}
