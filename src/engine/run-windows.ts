import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { formatShape, type NamedTensors, sizeOf, type TensorData, type TensorValue } from '../base/tensor.ts'
import type { PreparedTensor } from '../inputs/contract.ts'
import type { Session, SessionOutput } from '../runtime/contract.ts'
import type { CallContext } from './serve.ts'

/** The inputs of a result: of one run, or of several if the windows of a sound are more than the model takes at once. */
export interface Runs {
  readonly inputs: readonly NamedTensors[]
  /** Whether a run takes one window without a batch dimension, so that its outputs have none either. */
  readonly isBatchless: boolean
}

export function runsOf(prepared: readonly PreparedTensor[]): Runs {
  const split = prepared.find(({ tensor, runShape }) => runShape !== null && sizeOf(runShape) < tensor.data.length)
  const runShape = split?.runShape ?? []
  const count = split === undefined ? 1 : Math.ceil(split.tensor.data.length / sizeOf(runShape))
  return {
    inputs: Array.from({ length: count }, (_, run) =>
      Object.fromEntries(
        prepared.map((one) => [one.input, one === split ? partOf(one.tensor, runShape, run) : one.tensor]),
      ),
    ),
    isBatchless: split !== undefined && runShape.length < split.tensor.shape.length,
  }
}

/** The windows of one run; the last one may have fewer. */
function partOf({ dtype, data }: TensorValue, shape: readonly number[], run: number): TensorValue {
  const size = sizeOf(shape)
  const part = data.slice(run * size, (run + 1) * size) as TensorData
  if (part.length === size) return { dtype, shape, data: part }
  const [batch = 1, ...window] = shape
  return { dtype, shape: [(part.length * batch) / size, ...window], data: part }
}

/** Runs all parts, and puts their outputs together along the first dimension. Raises what `Session.run` raises. */
export async function runAllParts(
  session: Pick<Session, 'run'>,
  { inputs, isBatchless }: Runs,
  { signal, onProgress }: CallContext,
): Promise<SessionOutput> {
  const parts: SessionOutput[] = []
  for (const [done, tensors] of inputs.entries()) {
    throwIfAborted(signal)
    if (inputs.length > 1) onProgress({ stage: 'run', done, total: inputs.length, note: 'running window by window' })
    parts.push(await session.run(tensors, signal))
  }
  const [first] = parts
  if (first === undefined || parts.length === 1) return first ?? { outputs: [], runMs: 0, readbackMs: 0 }
  return {
    outputs: first.outputs.map(({ name }, i) => ({
      name,
      value: joined(
        name,
        parts.flatMap(({ outputs }) => outputs[i]?.value ?? []),
        isBatchless,
      ),
    })),
    runMs: parts.reduce((sum, { runMs }) => sum + runMs, 0),
    readbackMs: parts.reduce((sum, { readbackMs }) => sum + readbackMs, 0),
  }
}

function joined(name: string, values: readonly TensorValue[], isBatchless: boolean): TensorValue {
  const [first] = values
  if (first === undefined) throw new EngineError('internal', `No run gave the output ${name}.`)
  const isStacked = first.shape.length === 0 || (isBatchless && first.shape[0] !== 1)
  const sample = isStacked ? first.shape : first.shape.slice(1)
  for (const { shape } of values) {
    if (formatShape(isStacked ? shape : shape.slice(1)) === formatShape(sample)) continue
    const found = `${formatShape(first.shape)} and ${formatShape(shape)}`
    throw new EngineError('run-failed', `The output ${name} has the shapes ${found} for windows of one sound.`)
  }
  const rows = isStacked ? values.length : values.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0)
  return { dtype: first.dtype, shape: [rows, ...sample], data: concatenated(values.map(({ data }) => data)) }
}

function concatenated(parts: readonly TensorData[]): TensorData {
  const [first] = parts
  if (!ArrayBuffer.isView(first)) return parts.flatMap((part) => Array.from(part as readonly string[]))
  const all = new (first.constructor as new (length: number) => Exclude<TensorData, readonly string[]>)(
    parts.reduce((sum, part) => sum + part.length, 0),
  )
  let at = 0
  for (const part of parts) {
    all.set(part as Exclude<TensorData, readonly string[]>, at)
    at += part.length
  }
  return all
}
