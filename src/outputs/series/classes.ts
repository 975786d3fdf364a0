import type { Field } from '../../base/plan.ts'
import type { Channel } from '../../base/readings/series.ts'
import { type Activation, activate } from '../../base/scores.ts'
import { numbersOf, sizeOf } from '../../base/tensor.ts'
import { choiceOf, numberOf } from '../../base/values.ts'
import { activationField, activationOf, automaticActivation } from '../activation.ts'
import { classNames } from '../class-names.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import type { Rows } from '../rows.ts'
import { isEmbeddingLike, looksLikeLogits, meaningOf } from '../score-meaning.ts'
import { typedNames } from '../typed-names.ts'
import { type Frames, framesOf, timingIn } from './frames.ts'
import { type SeriesLayout, type SeriesModel, slider } from './layout.ts'

/** Classes of AudioSet, and the samples from frame to frame of YAMNet. */
const audioSet = 521
const yamnetHop = 7680

/** Rows shown at first. */
const usualRows = 8
const mostRows = 40

/** Scores of classes for each window or frame of a sound: `[windows, classes]`, `[frames, classes]` and both. */
export const classesOverTime: SeriesLayout = {
  id: 'classes',
  find: (outputs, context) => outputs.flatMap((output) => modelOf(output, outputs, context) ?? []),
}

function modelOf(output: NamedOutput, outputs: readonly NamedOutput[], context: ReadContext): SeriesModel | null {
  const timing = timingIn(context)
  const { value } = output
  if (timing === null || value.dtype === 'string' || value.dtype === 'complex64' || sizeOf(value.shape) === 0)
    return null
  const rows = rowsIn(value.shape, timing.windows)
  if (rows === null || rows.batch < 2) return null
  const data = numbersOf(value)
  const meaning = meaningOf(data, rows)
  const names = classNames(rows, outputs, context.metadata)
  const isScore = meaning === 'probabilities' || meaning === 'independent' || meaning === 'log-probabilities'
  const isLike = rows.width > 1 && meaning === 'logits' && !isEmbeddingLike(data, rows) && looksLikeLogits(data, rows)
  const fits = isScore ? !isEmbeddingLike(data, rows) || names !== null : names !== null || isLike
  const perWindow = rows.batch / timing.windows
  const isYamnet = rows.width === audioSet && timing.windows === 1
  const frames = framesOf({ timing, perWindow, ...(isYamnet ? { samples: yamnetHop } : {}) })
  return {
    fit: fits ? 0.97 : 0.05,
    reason: fits
      ? `scores for each ${(frames.step * 1000).toFixed(0)} ms of the sound`
      : 'a row of values for each moment of the sound',
    uses: [output.name],
    options: optionsFor(rows, rows.width === 1 && isScore ? 'none' : automaticActivation(meaning)),
    frames,
    decode: (options) => {
      const activation = activationOf(options)
      const scores = scoresOf(data, rows, frames, (row) => activate(row, activation))
      const typed = typedNames(choiceOf(options, 'labels'))
      const given = typed?.length === rows.width ? { names: typed, source: 'your list', note: '' } : names
      const label = (index: number): string =>
        given?.names[index] ?? (rows.width === 1 ? output.name : `class ${index}`)
      return {
        shows: 'classes',
        unit: 'score',
        threshold: numberOf(options, 'threshold'),
        labelsSource: given?.source ?? null,
        note: [given?.note ?? '', activation === 'none' ? '' : `A ${activation} was applied.`].join(' ').trim(),
        ...bestOf(scores, rows, numberOf(options, 'rows'), label),
      }
    },
  }
}

/** `[windows, classes]`, `[windows, frames, classes]`, `[frames, classes]`; dimensions of 1 between do not count. */
function rowsIn(shape: readonly number[], windows: number): Rows | null {
  if (shape.length === 1) return shape[0] === windows ? { batch: windows, width: 1 } : null
  const width = shape.at(-1) ?? 1
  const batch = sizeOf(shape) / width
  const isFlat = shape.slice(0, -1).filter((size) => size !== 1).length <= (windows > 1 ? 2 : 1)
  return isFlat && batch % windows === 0 ? { batch, width } : null
}

function optionsFor({ width }: Rows, activation: Activation): readonly Field[] {
  const most = Math.min(mostRows, width)
  const rows: Field = {
    id: 'rows',
    label: 'Rows',
    type: 'slider',
    value: Math.min(usualRows, width),
    min: 1,
    max: most,
    step: 1,
  }
  return [
    ...(most > 1 ? [rows] : [{ ...rows, minor: true }]),
    { ...slider, id: 'threshold', label: 'Lowest score of a label', value: 0.5, minor: true },
    { ...activationField(activation), minor: true },
    {
      id: 'labels',
      label: 'Labels',
      type: 'text',
      value: '',
      placeholder: `One label per line, ${width} in all, class 0 first`,
    },
  ]
}

/** The scores of the frames, frame by frame. */
function scoresOf(
  data: ReturnType<typeof numbersOf>,
  { width }: Rows,
  { rows }: Frames,
  activated: (row: ArrayLike<number>) => ArrayLike<number>,
): Float32Array {
  const out = new Float32Array(rows.length * width)
  for (const [frame, row] of rows.entries())
    out.set(activated(data.subarray(row * width, (row + 1) * width)), frame * width)
  return out
}

/** The channels with the greatest scores anywhere. */
function bestOf(scores: Float32Array, { width }: Rows, count: number, label: (index: number) => string) {
  const frames = scores.length / width
  const best = new Float32Array(width).fill(Number.NEGATIVE_INFINITY)
  for (const [at, value] of scores.entries()) if (value > (best[at % width] as number)) best[at % width] = value
  const order = Array.from(best, (_, index) => index).sort((a, b) => (best[b] as number) - (best[a] as number))
  const shown = order.slice(0, Math.min(count, width))
  const values = new Float32Array(shown.length * frames)
  const channels = shown.map((index, channel): Channel => {
    for (let frame = 0; frame < frames; frame++)
      values[channel * frames + frame] = scores[frame * width + index] as number
    return { label: label(index), index, best: best[index] as number }
  })
  return { channels, total: width, values }
}
