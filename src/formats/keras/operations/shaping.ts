import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toValue } from './promote.ts'

/** A shape given as numbers, or partly as tensors. */
export function shapeOf(a: Arguments, ...names: readonly string[]): Value {
  const given = a.get(...names)
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (list.every((item): item is number => Number.isInteger(item))) return a.b.ints(list)
  // None stands for the single free dimension.
  if (list.every((item) => item === null || Number.isInteger(item)))
    return a.b.ints(list.map((item) => Number(item ?? -1)))
  if (!Array.isArray(given)) return a.b.cast(a.value(...names), 'int32')
  return a.b.op(
    'Pack',
    a.values(...names).map((value) => a.b.reshape(a.b.cast(value, 'int32'), [])),
    { axis: { i: 0 } },
  )
}

export function squeeze(b: GraphBuilder, x: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? x : b.op('Squeeze', [x], { squeeze_dims: { list: { i: [...axes] } } })
}

export function expand(b: GraphBuilder, x: Value, axis: number): Value {
  return b.op('ExpandDims', [x, b.int(axis)])
}

/** Moves the axes `from` to the positions `to`; the others keep their order. */
export function movedAxes(rank: number, from: readonly number[], to: readonly number[]): readonly number[] {
  const order = Array.from({ length: rank }, (_, i) => i).filter((axis) => !from.includes(axis))
  const pairs = to.map((place, i) => [place, from[i] ?? 0] as const).sort((p, q) => p[0] - q[0])
  for (const [place, axis] of pairs) order.splice(place, 0, axis)
  return order
}

const reshape: OperationRow = {
  classes: ['Reshape'],
  functions: ['reshape'],
  parameters: ['x', 'newshape'],
  lower: (a) => a.b.op('Reshape', [a.value('x', 'tensor'), shapeOf(a, 'newshape', 'shape')]),
}

const ravel: OperationRow = {
  classes: ['Ravel'],
  parameters: ['x'],
  lower: (a) => a.b.op('Reshape', [a.x, a.b.ints([-1])]),
}

const transpose: OperationRow = {
  classes: ['Transpose'],
  functions: ['transpose', 'linalg.matrix_transpose'],
  parameters: ['x', 'axes'],
  lower: (a) => {
    const x = a.value('x', 'a')
    const rank = a.b.rank(x)
    const axes = a.axes(rank, 'axes', 'perm')
    return a.b.transpose(x, axes ?? Array.from({ length: rank }, (_, i) => rank - 1 - i))
  },
}

const swapAxes: OperationRow = {
  classes: ['Swapaxes'],
  parameters: ['x'],
  lower: (a) => {
    const rank = a.b.rank(a.x)
    const [first, second] = [a.axis(a.number('axis1'), rank), a.axis(a.number('axis2'), rank)]
    const order = Array.from({ length: rank }, (_, i) => (i === first ? second : i === second ? first : i))
    return a.b.transpose(a.x, order)
  },
}

const moveAxis: OperationRow = {
  classes: ['Moveaxis'],
  parameters: ['x'],
  lower: (a) => {
    const { x } = a
    const rank = a.b.rank(x)
    return a.b.transpose(x, movedAxes(rank, a.axes(rank, 'source') ?? [], a.axes(rank, 'destination') ?? []))
  },
}

const expandDims: OperationRow = {
  classes: ['ExpandDims'],
  functions: ['expand_dims'],
  parameters: ['x', 'axis'],
  lower: (a) => {
    const x = a.value('x', 'input')
    const given = a.ints('axis', 'dim') ?? [0]
    const rank = a.b.rank(x) + given.length
    const places = given.map((axis) => a.axis(axis, rank)).sort((p, q) => p - q)
    return places.reduce((y, place) => expand(a.b, y, place), x)
  },
}

const squeezeRow: OperationRow = {
  classes: ['Squeeze'],
  functions: ['squeeze'],
  parameters: ['x', 'axis'],
  lower: (a) => {
    const x = a.value('x', 'input')
    const shape = a.b.shape(x)
    const ones = shape.flatMap((size, axis) => (size === 1 ? [axis] : []))
    return squeeze(a.b, x, a.axes(shape.length, 'axis', 'squeeze_dims') ?? ones)
  },
}

const broadcastTo: OperationRow = {
  classes: ['BroadcastTo'],
  functions: ['broadcast_to'],
  parameters: ['x', 'shape'],
  lower: (a) => a.b.op('BroadcastTo', [a.value('x', 'input'), shapeOf(a, 'shape')]),
}

const flip: OperationRow = {
  classes: ['Flip'],
  functions: ['reverse'],
  parameters: ['x', 'axis'],
  lower: (a) => {
    const x = a.value('x', 'tensor')
    const rank = a.b.rank(x)
    return a.b.op('ReverseV2', [x, a.b.ints(a.axes(rank) ?? Array.from({ length: rank }, (_, i) => i))])
  },
}

const roll: OperationRow = {
  classes: ['Roll'],
  functions: ['roll'],
  parameters: ['x', 'shift', 'axis'],
  lower: (a) => {
    const { b } = a
    const x = a.value('x', 'input')
    const shifts = a.ints('shift') ?? [0]
    const axes = a.axes(b.rank(x))
    if (axes !== null) return b.op('Roll', [x, b.ints(axes.map((_, i) => shifts[i] ?? shifts[0] ?? 0)), b.ints(axes)])
    const flat = b.op('Reshape', [x, b.ints([-1])])
    const total = shifts.reduce((sum, shift) => sum + shift, 0)
    return b.reshape(b.op('Roll', [flat, b.ints([total]), b.ints([0])]), b.shape(x))
  },
}

const rot90: OperationRow = {
  classes: ['Rot90'],
  functions: ['image.rot90'],
  parameters: ['array', 'k'],
  lower: (a) => {
    const x = a.value('array', 'm', 'image')
    const rank = a.b.rank(x)
    const defaults = a.layer.className === 'TFOpLambda' ? [rank - 3, rank - 2] : [0, 1]
    const [first, second] = (a.axes(rank, 'axes') ?? defaults) as [number, number]
    const turns = (((a.number('k', 1) % 4) + 4) % 4) as 0 | 1 | 2 | 3
    const order = Array.from({ length: rank }, (_, i) => (i === first ? second : i === second ? first : i))
    const flipped = (y: Value, axis: number): Value => a.b.op('ReverseV2', [y, a.b.ints([axis])])
    if (turns === 0) return x
    if (turns === 2) return a.b.op('ReverseV2', [x, a.b.ints([first, second])])
    return turns === 1 ? flipped(a.b.transpose(x, order), first) : a.b.transpose(flipped(x, first), order)
  },
}

const shape: OperationRow = {
  classes: ['Shape'],
  functions: ['shape', 'compat.v1.shape', 'shape_v2'],
  parameters: ['x'],
  lower: (a) => a.b.op('Shape', [a.value('x', 'input')], { out_type: { type: 'int32' } }),
}

/** Prepends dimensions of 1 until the rank is at least `least`. */
function atLeast(name: string, least: number): OperationRow {
  return {
    classes: [name],
    parameters: ['x'],
    lower: (a) => {
      const { b } = a
      const x = toValue(b, a.operand('x', 'arys', 'inputs'))
      const dims: Dim[] = [...b.shape(x)]
      if (dims.length >= least) return x
      return b.reshape(x, [...Array.from({ length: least - dims.length }, () => 1), ...dims])
    },
  }
}

export const shapingRows: readonly OperationRow[] = [
  reshape,
  ravel,
  transpose,
  swapAxes,
  moveAxis,
  expandDims,
  squeezeRow,
  broadcastTo,
  flip,
  roll,
  rot90,
  shape,
  atLeast('Atleast1d', 1),
  atLeast('Atleast2d', 2),
]
