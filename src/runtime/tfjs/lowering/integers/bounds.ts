import { typeAttribute } from '../../../../graph/attributes.ts'
import { type GraphNode, outputIndexOf, type Value } from '../../../../graph/graph.ts'
import type { ValueInfo } from '../../../../graph/infer/info.ts'

/** The smallest and the largest possible element. */
export type Bounds = readonly [number, number]

/** What the bounds of a value depend on. */
export interface Facts {
  info(value: Value): ValueInfo
  /** The node that produces a value. */
  made(value: Value): GraphNode
  /** The bounds of the inputs of a run, by the name of their node; none before a run. */
  readonly given?: ReadonlyMap<string, Bounds>
}

/** What 32 bits hold. */
export const limit = 2 ** 31
/**
 * Integers of unknown origin: below half of the limit, so that sums with small numbers count as safe. Inputs beyond it are
 * checked in each run (`session/large-integers.ts`).
 */
export const assumed: Bounds = [1 - 2 ** 30, 2 ** 30 - 1]
/** Sizes, positions and counts. */
const size: Bounds = [0, 2 ** 27]
const maxDepth = 24

const sizes: ReadonlySet<string> = new Set([
  'Shape',
  'Size',
  'Rank',
  'ArgMax',
  'ArgMin',
  'Range',
  'Where',
  'OneHot',
  'Bincount',
  'DenseBincount',
])
const moves: ReadonlySet<string> = new Set([
  ...['Identity', 'Reshape', 'ExpandDims', 'Squeeze', 'Transpose', 'Slice', 'StridedSlice', 'GatherV2', 'GatherNd'],
  ...['Tile', 'BroadcastTo', 'ReverseV2', 'Max', 'Min', 'Split', 'Unpack', 'CheckInt64'],
])
const joins: ReadonlySet<string> = new Set(['Maximum', 'Minimum', 'Pack', 'ConcatV2', 'SelectV2', 'Select'])

/** Bounds on the elements of an integer, before it is narrowed to 32 bits. */
export function boundsOf(b: Facts, value: Value, depth = 0): Bounds {
  const { constant, content, dtype } = b.info(value)
  if (dtype === 'bool') return [0, 1]
  if (constant !== null && constant.data !== null && constant.dtype !== 'string')
    return spanOf(constant.data as ArrayLike<number>)
  if (content?.every((item) => typeof item === 'number')) return spanOf(content as readonly number[])
  const node = b.made(value)
  const given = b.given?.get(node.name)
  if (given !== undefined) return given
  if (depth > maxDepth) return assumed
  const of = (i: number) => boundsOf(b, node.inputs[i] as Value, depth + 1)
  if (sizes.has(node.op) || (node.op === 'TopKV2' && outputIndexOf(value) === 1)) return size
  if (node.op === 'Cast' && typeAttribute(node.attributes, 'SrcT') !== 'float32') return of(0)
  if (moves.has(node.op)) return of(0)
  if (joins.has(node.op))
    return joined(
      node.inputs.filter((input) => b.info(input).dtype === dtype).map((input) => boundsOf(b, input, depth + 1)),
    )
  if (node.op === 'Add' || node.op === 'AddV2') return added(of(0), of(1))
  if (node.op === 'Sub') return added(of(0), negated(of(1)))
  if (node.op === 'Mul') return multiplied(of(0), of(1))
  if (node.op === 'Square') return multiplied(of(0), of(0))
  if (node.op === 'Neg') return negated(of(0))
  if (node.op === 'Sum' || node.op === 'Cumsum') return multiplied(of(0), [0, countOf(b, node.inputs[0] as Value)])
  if (node.op === 'Prod') return [-limit, limit]
  if (node.op === 'FloorMod') return [0, Math.max(0, of(1)[1] - 1)]
  return assumed
}

/** The number of elements; a guess if a size is known only at run time. */
function countOf(b: Facts, value: Value): number {
  const shape = b.info(value).shape ?? ['unknown']
  return shape.reduce<number>((count, dim) => count * (typeof dim === 'number' ? dim : 2 ** 10), 1)
}

export function spanOf(values: ArrayLike<number>): Bounds {
  let [least, most] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (i === 0 || value < least) least = value
    if (i === 0 || value > most) most = value
  }
  return [least, most]
}

const negated = ([least, most]: Bounds): Bounds => [-most, -least]
const added = (a: Bounds, b: Bounds): Bounds => [a[0] + b[0], a[1] + b[1]]

function multiplied(a: Bounds, b: Bounds): Bounds {
  const corners = a.flatMap((x) => b.map((y) => x * y))
  return [Math.min(...corners), Math.max(...corners)]
}

function joined(all: readonly Bounds[]): Bounds {
  return [Math.min(...all.map(([least]) => least)), Math.max(...all.map(([, most]) => most))]
}
