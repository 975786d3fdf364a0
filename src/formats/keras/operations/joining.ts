import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { promote } from './promote.ts'
import { expand } from './shaping.ts'

export function concat(b: GraphBuilder, parts: readonly Value[], axis: number): Value {
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  return b.op('ConcatV2', [...parts, b.int(axis)], { N: { i: parts.length } })
}

function join(classes: readonly string[], place: (rank: number) => number): OperationRow {
  return {
    classes,
    parameters: ['xs'],
    lower: (a) => {
      const parts = promote(a.b, a.values('xs'))
      const rank = Math.max(1, a.b.rank(parts[0] as Value))
      return concat(a.b, parts, place(rank))
    },
  }
}

const concatenate: OperationRow = {
  classes: ['Concatenate'],
  functions: ['concat'],
  parameters: ['xs', 'axis'],
  lower: (a) => {
    const parts = promote(a.b, a.values('xs', 'values'))
    const axis = a.get('axis') === undefined && a.layer.className !== 'TFOpLambda' ? -1 : a.number('axis', 0)
    return concat(a.b, parts, a.axis(axis, a.b.rank(parts[0] as Value)))
  },
}

const stack: OperationRow = {
  classes: ['Stack'],
  functions: ['stack'],
  parameters: ['x', 'axis'],
  lower: (a) => {
    const parts = promote(a.b, a.values('x', 'values'))
    const axis = a.axis(a.number('axis', 0), a.b.rank(parts[0] as Value) + 1)
    return a.b.op('Pack', parts, { axis: { i: axis }, N: { i: parts.length } })
  },
}

const unstack: OperationRow = {
  classes: ['Unstack'],
  functions: ['unstack'],
  parameters: ['x', 'num', 'axis'],
  lower: (a) => {
    const x = a.value('x', 'value')
    const axis = a.axis(a.number('axis', 0), a.b.rank(x))
    const size = a.b.shape(x)[axis] ?? a.number('num')
    if (typeof size !== 'number') throw a.layer.error('unstacks an axis of unknown length.')
    return a.b.ops('Unpack', [x], { num: { i: size }, axis: { i: axis } })
  },
}

/** Pieces of the given sizes along an axis. */
function pieces(b: GraphBuilder, x: Value, sizes: readonly number[], axis: number): readonly Value[] {
  return b.ops('SplitV', [x, b.ints(sizes), b.int(axis)], { num_split: { i: sizes.length } })
}

function sizesOf(a: Arguments, given: unknown, size: Dim | undefined): readonly number[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : []
  const indices = list.filter((item): item is number => Number.isInteger(item))
  if (typeof size !== 'number' || indices.length !== list.length)
    throw a.layer.error('splits an axis of unknown length.')
  const ends = [...indices.map((index) => Math.min(size, index < 0 ? index + size : index)), size]
  return ends.map((end, i) => end - (ends[i - 1] ?? 0))
}

const split: OperationRow = {
  classes: ['Split', 'ArraySplit'],
  parameters: ['x', 'indices_or_sections', 'axis'],
  lower: (a) => {
    const { b } = a
    const axis = a.axis(a.number('axis', 0), b.rank(a.x))
    const size = b.shape(a.x)[axis]
    const given = a.get('indices_or_sections')
    if (typeof given !== 'number') return pieces(b, a.x, sizesOf(a, given, size), axis)
    if (typeof size === 'number' && size % given !== 0) {
      const sizes = Array.from({ length: given }, (_, i) => Math.floor(size / given) + (i < size % given ? 1 : 0))
      return pieces(b, a.x, sizes, axis)
    }
    return b.ops('Split', [b.int(axis), a.x], { num_split: { i: given } })
  },
}

const splitOfTensorFlow: OperationRow = {
  classes: [],
  functions: ['split'],
  parameters: ['value', 'num_or_size_splits', 'axis'],
  lower: (a) => {
    const x = a.value('value')
    const axis = a.axis(a.number('axis', 0), a.b.rank(x))
    const given = a.ints('num_or_size_splits') ?? [1]
    if (given.length > 1 || Array.isArray(a.get('num_or_size_splits'))) return pieces(a.b, x, given, axis)
    return a.b.ops('Split', [a.b.int(axis), x], { num_split: { i: given[0] ?? 1 } })
  },
}

const tile: OperationRow = {
  classes: ['Tile'],
  functions: ['tile'],
  parameters: ['x', 'repeats'],
  lower: (a) => {
    const { b } = a
    const x = a.value('x', 'input')
    const given = a.ints('repeats', 'multiples') ?? [1]
    const extra = Math.max(0, given.length - b.rank(x))
    const padded = Array.from({ length: extra }).reduce<Value>((y) => expand(b, y, 0), x)
    const repeats = [...Array.from({ length: b.rank(padded) - given.length }, () => 1), ...given]
    return b.op('Tile', [padded, b.ints(repeats)])
  },
}

const repeat: OperationRow = {
  classes: ['Repeat'],
  functions: ['repeat'],
  parameters: ['x', 'repeats', 'axis'],
  lower: (a) => {
    const { b } = a
    const given = a.value('x', 'input')
    const axes = a.axes(b.rank(given))
    const x = axes === null ? b.op('Reshape', [given, b.ints([-1])]) : given
    const axis = axes?.[0] ?? 0
    const repeats = a.ints('repeats') ?? [1]
    const [times] = repeats
    if (repeats.length > 1) {
      const indices = repeats.flatMap((count, i) => Array.from({ length: count }, () => i))
      return b.op('GatherV2', [x, b.ints(indices), b.int(axis)])
    }
    if (times === undefined || times === 1) return x
    const shape = b.shape(x)
    const wide = expand(b, x, axis + 1)
    const tiled = b.op('Tile', [wide, b.ints(b.shape(wide).map((_, i) => (i === axis + 1 ? times : 1)))])
    const target = shape.map((dim, i) => (i !== axis ? dim : typeof dim === 'number' ? dim * times : -1))
    return b.op('Reshape', [tiled, b.dims(target)])
  },
}

export const joiningRows: readonly OperationRow[] = [
  concatenate,
  join(['Hstack'], (rank) => (rank === 1 ? 0 : 1)),
  join(['Vstack'], () => 0),
  stack,
  unstack,
  split,
  splitOfTensorFlow,
  tile,
  repeat,
]
