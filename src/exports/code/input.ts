import type { PlannedStep } from '../../base/plan.ts'
import type { RunInput } from '../../base/run.ts'
import type { DType } from '../../base/tensor.ts'

export type SourceKind = 'image' | 'table' | 'npy' | 'npz' | 'json' | 'text' | 'typed' | 'fill' | 'sound'

/** How a picture is laid out in the input's shape. */
export interface PictureShape {
  readonly batch: number
  readonly hasBatch: boolean
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly layout: 'nhwc' | 'nchw'
}

/** An input as the code generators need it. */
export interface CodeInput {
  readonly name: string
  /** The name as an identifier: `Input1`. */
  readonly identifier: string
  readonly file: string
  readonly source: SourceKind
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly plan: readonly PlannedStep[]
  /** `null` if it is not a picture. */
  readonly picture: PictureShape | null
}

export function codeInput(input: RunInput, index: number): CodeInput {
  const { name, file, dtype, shape, plan } = input
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const identifier = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
  return {
    name,
    // Other identifiers have no underscore, so that no two are equal.
    identifier: index > 0 ? `${identifier}_${index + 1}` : identifier || '1',
    file,
    source: sourceOf(input),
    dtype,
    shape,
    plan,
    picture: pictureShape(shape, plan.find(({ id }) => id === 'layout')?.values.layout),
  }
}

function sourceOf({ file, plan }: RunInput): SourceKind {
  if (plan[0]?.id === 'fill') return 'fill'
  if (file === 'typed text') return 'typed'
  if (plan.some(({ id }) => id === 'resize')) return 'image'
  if (plan.some(({ id }) => id === 'window')) return 'sound'
  if (plan.some(({ id }) => id === 'columns')) return 'table'
  if (isJsonLines(file)) return 'json'
  const extension = /\.(npy|npz|json)$/i.exec(file)?.[1]?.toLowerCase()
  return extension === 'npy' || extension === 'npz' || extension === 'json' ? extension : 'text'
}

/** One JSON value on each line. */
export const isJsonLines = (file: string): boolean => /\.(jsonl|ndjson)$/i.test(file)

export const isJson = (file: string): boolean => /\.json$/i.test(file) || isJsonLines(file)

const isColour = (size: number | undefined): boolean => size === 1 || size === 3 || size === 4

/** Interprets the input's actual shape as a picture, by the rules of the preprocessing; `null` if it is none. */
function pictureShape(shape: readonly number[], layout: unknown): PictureShape | null {
  const [a = 1, b = 1, c = 1, d = 1] = shape
  if (shape.length === 4) {
    if (layout === 'nchw' || (layout === undefined && isColour(b) && !isColour(d)))
      return { batch: a, hasBatch: true, channels: b, height: c, width: d, layout: 'nchw' }
    return { batch: a, hasBatch: true, height: b, width: c, channels: d, layout: 'nhwc' }
  }
  if (shape.length === 3) {
    if (a !== 1 && layout === 'nchw' && isColour(a))
      return { batch: 1, hasBatch: false, channels: a, height: b, width: c, layout: 'nchw' }
    if (a !== 1 && isColour(c)) return { batch: 1, hasBatch: false, height: a, width: b, channels: c, layout: 'nhwc' }
    return { batch: a, hasBatch: true, height: b, width: c, channels: 1, layout: 'nhwc' }
  }
  const length = shape.at(-1) ?? 0
  for (const channels of [1, 3]) {
    const side = Math.sqrt(length / channels)
    if (Number.isInteger(side) && side > 0)
      return {
        batch: shape.length === 2 ? a : 1,
        hasBatch: shape.length === 2,
        height: side,
        width: side,
        channels,
        layout: 'nhwc',
      }
  }
  return null
}
