import { backgroundOf, type Colour } from '../../base/colour.ts'
import { featuresOf, statedColumn } from '../../base/columns.ts'
import type { ColumnStatistics } from '../../base/model.ts'
import { own } from '../../base/own.ts'
import type { PlannedStep } from '../../base/plan.ts'

/** A step's option as text; empty if the plan has none of that name. */
export function textOf({ values }: PlannedStep, id: string): string {
  const value = values[id]
  return typeof value === 'string' ? value : ''
}

export function numberOf({ values }: PlannedStep, id: string, otherwise: number): number {
  const value = values[id]
  return typeof value === 'number' ? value : otherwise
}

export function listOf({ values }: PlannedStep, id: string): readonly number[] {
  const value = values[id]
  return typeof value === 'object' ? value : []
}

/** The columns that a plan uses: by name if the table has names, otherwise by position from 0. */
export function columnsOf(step: PlannedStep): { readonly names: readonly string[]; readonly byName: boolean } {
  const field = step.fields.find((one) => one.id === 'columns' && one.type === 'columns')
  const options = field?.type === 'columns' ? field.options : []
  const names = listOf(step, 'columns').map((index) => options[index] ?? `column ${index + 1}`)
  return { names, byName: options.some((name) => !/^column \d+$/.test(name)) }
}

/** The order of the categories of each used column; `undefined` if the model states none. */
export function statedOrders(
  names: readonly string[],
  stated: readonly ColumnStatistics[] | null,
): readonly (readonly string[] | undefined)[] {
  return names.map((name) => statedColumn(stated, name)?.categories)
}

/** Position from 0 of an unnamed column. */
export function positionOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 1) - 1
}

const presets: Readonly<
  Record<string, { readonly mean: readonly number[]; readonly std: readonly number[]; readonly range: number }>
> = {
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], range: 1 },
  caffe: { mean: [123.68, 116.779, 103.939], std: [1, 1, 1], range: 255 },
}

export interface MeanStd {
  readonly mean: readonly number[]
  readonly std: readonly number[]
  /** Values are scaled to 0…range beforehand: 1 or 255. */
  readonly range: number
}

/** Mean and deviation of the scale step in the tensor's channel order; `null` for scales without them. */
export function meanStdOf(step: PlannedStep, channels: number, bgr: boolean): MeanStd | null {
  const scale = textOf(step, 'scale')
  const preset = own(presets, scale)
  if (preset === undefined) {
    if (scale !== 'mean-std') return null
    return {
      mean: spread(listOf(step, 'mean'), channels),
      std: spread(listOf(step, 'std'), channels),
      range: Number(textOf(step, 'range') || 1),
    }
  }
  return {
    mean: byColour(preset.mean, channels, bgr, 0),
    std: byColour(preset.std, channels, bgr, 1),
    range: preset.range,
  }
}

function spread(values: readonly number[], channels: number): readonly number[] {
  return values.length === 1 ? Array.from({ length: channels }, () => values[0] ?? 0) : values.slice(0, channels)
}

function byColour(rgb: readonly number[], channels: number, bgr: boolean, alpha: number): readonly number[] {
  if (channels === 1) return [rgb.reduce((sum, value) => sum + value, 0) / rgb.length]
  const three = bgr ? rgb.toReversed() : rgb
  return channels === 4 ? [...three, alpha] : three
}

/**
 * Centre and spread of each used column, by name or else by position; `null` if the metadata is missing or incomplete.
 */
export function statedPairs(
  method: string,
  plan: readonly PlannedStep[],
  stated: readonly ColumnStatistics[] | null,
): readonly (readonly [number, number])[] | null {
  if (stated === null) return null
  const step = plan.find(({ id }) => id === 'columns')
  const names = step === undefined ? [] : columnsOf(step).names
  const named = names.flatMap((name) => statedColumn(stated, name) ?? [])
  const used = featuresOf(names.length > 0 && named.length === names.length ? named : stated)
  const pairs = used.flatMap(({ min, max, mean, std }): readonly (readonly [number, number])[] => {
    if (method === 'min-max') return min === null || max === null ? [] : [[min, max - min]]
    return mean === null || std === null ? [] : [[mean, std]]
  })
  return pairs.length === used.length ? pairs : null
}

/** What a transparent picture is laid over, 0…255; `null` if its transparency is dropped or kept. */
export function backgroundUnder(step: PlannedStep): Colour | null {
  return backgroundOf(textOf(step, 'alpha'), textOf(step, 'background'))
}

/** A comment for pictures that the page decodes itself, because libraries give other numbers or none. */
export function otherDecoder(step: PlannedStep): readonly string[] {
  const decoder = textOf(step, 'decoder')
  return decoder === ''
    ? []
    : [`${decoder}: the decoder here may give other numbers than the page, or refuse the file.`]
}
