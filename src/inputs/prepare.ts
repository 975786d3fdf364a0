import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { cut } from '../base/format.ts'
import type { InputBinding, InputSource, PlannedStep, PreparedInput } from '../base/plan.ts'
import type { Envelope, SoundInput, SoundTiming } from '../base/sound.ts'
import { formatShape, statsOf, type TensorData, type TensorValue } from '../base/tensor.ts'
import type { PrepareContext, Prepared, PreparedTensor } from './contract.ts'
import { makeFill } from './fill.ts'
import type { OpenedInput } from './input-format.ts'
import { type ArrayValue, type InputValue, isStrings, type TableValue } from './input-value.ts'
import { createJob, type Job } from './job.ts'
import { drawPicture } from './picture.ts'
import { decide } from './settings.ts'
import { formatOf } from './sniff.ts'
import { envelopeOf } from './sound/envelope.ts'
import { makeState } from './state.ts'
import { steps } from './steps/index.ts'
import { rowTableOf } from './table/rows.ts'
import { type Finished, warningsFor } from './warnings.ts'

/** Number of elements shown for an input that is not a picture. */
const headLength = 64
/** Characters of each string in it. */
const longestText = 1000

/**
 * Prepares a tensor from a binding, with a description of the preparation. Does not run the model. Raises
 * `input-unreadable`, `input-unsupported`, `input-shape`, `input-dtype`, `file-unreadable`, `file-empty`, `cancelled`.
 */
export async function prepare(binding: InputBinding, context: PrepareContext): Promise<Prepared> {
  return described(await prepareTensor(binding, context))
}

export function described(prepared: PreparedTensor): Prepared {
  return { ...prepared, description: prepared.describe() }
}

/** Prepares a tensor that may not need a description, such as one of a live source. Raises what `prepare` raises. */
export async function prepareTensor(binding: InputBinding, context: PrepareContext): Promise<PreparedTensor> {
  const start = performance.now()
  const { source } = binding
  const job = jobFor(binding, context)
  if (source.kind === 'fill') {
    const { tensor, step } = makeFill(source.fill, source.seed, job)
    return finish(tensor, { job, from: 'fill', source: step.summary, plan: [step], start })
  }
  if (source.kind === 'state') {
    const { tensor, step } = makeState(source, context.state ?? null, job)
    return finish(tensor, { job, from: 'fill', source: step.summary, plan: [step], start })
  }
  if (source.kind === 'text') {
    const { openedText } = await import('./formats/text/open.ts')
    const texts = source.second === undefined ? [source.text] : [source.text, source.second]
    return prepareOpened(openedText(texts, 'Typed text', job), job, start)
  }
  if (source.kind === 'frame') {
    const { openedFrame } = await import('./frame/open.ts')
    return prepareOpened(openedFrame(source.frame, source.name), job, start)
  }
  if (source.kind === 'samples') {
    const { openedSamples } = await import('./sound/open-samples.ts')
    return prepareOpened(openedSamples(source, job), job, start)
  }
  const file = await context.file(source.file)
  const found = await formatOf(file, context.signal)
  if ('problem' in found) throw found.problem
  const { open } = await found.format.open()
  return prepareOpened(await open(file, job), job, start)
}

function jobFor({ source, dims, settings }: InputBinding, context: PrepareContext): Job {
  const { spec, metadata, role, canTile, signal, decodeSound, drawSvg } = context
  const name = nameOf(source)
  return createJob({ spec, metadata, role, canTile, dims, settings, name, signal, decodeSound, drawSvg })
}

function nameOf(source: InputSource): string {
  switch (source.kind) {
    case 'file':
      return source.file.path
    case 'text':
      return 'the typed text'
    case 'fill':
      return 'the fill'
    case 'frame':
    case 'samples':
      return source.name
    case 'state':
      return 'the state'
  }
}

/** Applies the steps to an opened file. */
export async function prepareOpened(
  reading: OpenedInput,
  job: Job,
  start = performance.now(),
): Promise<PreparedTensor> {
  const decision = decide('read', reading.auto(), (values) => reading.fields(values), job)
  let inputValue: InputValue = await reading.inputValue(decision.values)
  const plan: PlannedStep[] = [
    {
      id: 'read',
      label: 'Read',
      ...decision,
      summary: reading.summary(decision.values),
      fields: reading.fields(decision.values),
    },
  ]
  if (inputValue.type === 'image' && job.image === null) throw noPicture(job)
  if (inputValue.type === 'sound' && job.sound === null) throw noSound(job)
  const from = inputValue.type === 'image' ? 'picture' : inputValue.type === 'sound' ? 'sound' : 'numbers'
  const envelope = inputValue.type === 'sound' ? envelopeOf(inputValue) : null
  const table = inputValue.type === 'table' ? inputValue : null
  for (const step of steps) {
    throwIfAborted(job.signal)
    if (!step.applies(inputValue, job)) continue
    const before: InputValue = inputValue
    const choice = decide(
      step.id,
      step.auto(before, job),
      (values) => step.fields(values, before, job),
      job,
      step.hidden,
    )
    job.chosen.set(step.id, choice.values)
    inputValue = await step.apply(before, choice.values, job)
    plan.push({
      id: step.id,
      label: step.label,
      ...choice,
      summary: step.summary(choice.values, before, job),
      fields: step.fields(choice.values, before, job),
    })
  }
  if (inputValue.type !== 'tensor')
    throw new EngineError('internal', `The steps left a ${inputValue.type} instead of a tensor.`)
  const source = [reading.source, ...job.facts.notes].join(', ')
  return finish(tensorOf(inputValue, job), { job, from, source, plan, start, envelope, table })
}

/** The cast step has converted to the typed array of the input's dtype. */
function tensorOf({ shape, data }: ArrayValue, { spec }: Job): TensorValue {
  if (data instanceof Float64Array) throw new EngineError('internal', 'The cast left float64 values.')
  return { dtype: spec.dtype, shape, data: data as TensorData }
}

interface Made {
  readonly job: Job
  readonly from: Finished['from']
  readonly source: string
  readonly plan: readonly PlannedStep[]
  readonly start: number
  /** The loudness of a sound. */
  readonly envelope?: Envelope | null
  /** What was read, if it was a table. */
  readonly table?: TableValue | null
}

function finish(tensor: TensorValue, made: Made): PreparedTensor {
  const { spec, facts } = made.job
  const ms = performance.now() - made.start
  const { geometry = null, tokens = null, tiles = null } = facts
  const sound = soundOf(made)
  return {
    input: spec.name,
    tensor,
    geometry,
    tokens,
    tiles,
    sound,
    runShape: sound === null ? null : runShapeOf(made.job, tensor.shape, sound.timing),
    rowTable: () => (made.table != null && made.table.rows === tensor.shape[0] ? rowTableOf(made.table) : null),
    describe: (row = 0) => describe(tensor, row, made, ms),
  }
}

function soundOf({ job: { facts }, envelope }: Made): SoundInput | null {
  const { timing, spectrogram, seconds = 0 } = facts
  if (timing === undefined || spectrogram === undefined || envelope == null) return null
  return { timing, seconds, envelope, spectrogram }
}

/** Samples of the windows that run together, if the model takes any number: about a minute at 16 kHz. */
const samplesPerRun = 2 ** 20

/** The shape of one run; the windows are at most those of the tensor. */
function runShapeOf({ sound }: Job, shape: readonly number[], { window, windows }: SoundTiming): readonly number[] {
  if (sound === null || !sound.hasBatch) return windows > 1 ? shape.slice(1) : shape
  const most = sound.batch ?? Math.max(1, Math.floor(samplesPerRun / window))
  return [Math.min(most, windows), ...shape.slice(1)]
}

function describe(tensor: TensorValue, row: number, made: Made, preparedMs: number): PreparedInput {
  const { job, from, source, plan } = made
  const start = performance.now()
  const stats = statsOf(tensor)
  const isSound = from === 'sound'
  const picture = isSound ? null : drawPicture(tensor, row, { stats, fromPicture: from === 'picture', job })
  return {
    input: job.spec.name,
    spec: job.spec,
    shape: tensor.shape,
    stats,
    source,
    plan,
    warnings: warningsFor({ job, tensor, stats, from }),
    picture,
    geometry: job.facts.geometry ?? null,
    tiles: job.facts.tiles ?? null,
    tokens: job.facts.tokens ?? null,
    sound: copyOf(soundOf(made)),
    head: picture === null ? headOf(tensor) : [],
    ms: preparedMs + performance.now() - start,
  }
}

/** The description is moved to the page, while the run still needs the sound. */
function copyOf(sound: SoundInput | null): SoundInput | null {
  if (sound === null) return null
  const { envelope, spectrogram } = sound
  return {
    ...sound,
    envelope: envelope.slice(),
    spectrogram: { ...spectrogram, levels: spectrogram.levels.slice() },
  }
}

function headOf({ data }: TensorValue): readonly (number | string)[] {
  if (isStrings(data)) return data.slice(0, headLength).map((text) => cut(text, longestText))
  return Array.from(data.subarray(0, headLength))
}

function noSound({ name, spec }: Job): EngineError {
  const hint =
    'Sounds go into [N, samples], [N, samples, channels] or [N, frames, frequencies]. For other shapes, use an array (.npy, JSON).'
  return new EngineError(
    'input-shape',
    `${name} is a sound; the input "${spec.name}" expects ${spec.dtype} ${formatShape(spec.shape)}, which is not a sound.`,
    hint,
  )
}

function noPicture({ name, spec }: Job): EngineError {
  const found = `${name} is a picture; the input "${spec.name}" expects ${spec.dtype} ${formatShape(spec.shape)}, which is not a picture`
  if (spec.dtype === 'string') return new EngineError('input-dtype', `${found}.`, 'Use a text instead.')
  const hint =
    'Pictures go into [N, H, W, C] or [N, C, H, W] with 1, 3 or 4 channels, [N, H, W], or a flattened square. For other shapes, use an array (.npy, JSON).'
  return new EngineError('input-shape', `${found}.`, hint)
}
