import type { Value } from '../../../graph/graph.ts'
import { asArray, get } from '../../shared/json-value.ts'
import { literalOf } from '../layers/literal.ts'
import { KerasTensor } from '../layers/tensor.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'

interface Axis {
  readonly begin: number | Value | null
  readonly end: number | Value | null
  readonly step: number
  readonly kind: 'slice' | 'index' | 'ellipsis' | 'new'
}

const whole: Axis = { begin: null, end: null, step: 1, kind: 'slice' }

/** Python's `x[key]`, with the key as Keras stores it: slices, numbers, `...` and None. */
export const getItemRow: OperationRow = {
  classes: ['GetItem', 'SlicingOpLambda'],
  functions: ['__operators__.getitem', 'getitem'],
  parameters: ['x', 'key'],
  lower: (a) => {
    const { b } = a
    const key = keyOf(a)
    const x = a.value('x', 'tensor', 'self')
    const picked = pickedRows(a, x, key)
    if (picked !== null) return picked
    const items = key.map((item) => axisOf(a, item))
    if (items.every((item) => item.begin === null && item.end === null && item.step === 1 && item.kind === 'slice'))
      return x
    const mask = (holds: (item: Axis) => boolean): { readonly i: number } => ({
      i: items.reduce((bits, item, i) => (holds(item) ? bits | (1 << i) : bits), 0),
    })
    const bounds = (list: readonly (number | Value | null)[]): Value =>
      list.some((bound) => typeof bound === 'string')
        ? b.op(
            'Pack',
            list.map((bound) =>
              typeof bound === 'string' ? b.reshape(b.cast(bound, 'int32'), []) : b.int(bound ?? 0),
            ),
            { axis: { i: 0 } },
          )
        : b.ints(list.map((bound) => Number(bound ?? 0)))
    return b.op(
      'StridedSlice',
      [
        x,
        bounds(items.map(({ begin }) => begin)),
        bounds(items.map(({ end }) => end)),
        b.ints(items.map(({ step }) => step)),
      ],
      {
        begin_mask: mask(({ kind, begin }) => kind === 'slice' && begin === null),
        end_mask: mask(({ kind, end }) => kind === 'slice' && end === null),
        ellipsis_mask: mask(({ kind }) => kind === 'ellipsis'),
        new_axis_mask: mask(({ kind }) => kind === 'new'),
        shrink_axis_mask: mask(({ kind }) => kind === 'index'),
      },
    )
  },
}

/** The key as a list; a single None becomes a list of one None. */
function keyOf(a: Arguments): readonly unknown[] {
  const given = a.get('key', 'slice_spec')
  const items = asArray(get(given, 'class_name') === '__tuple__' ? get(given, 'items') : given)
  return items ?? [given ?? null]
}

/** `x[:, indices]`: one list or tensor of indices; all other axes are taken whole. */
function pickedRows(a: Arguments, x: Value, key: readonly unknown[]): Value | null {
  const { b } = a
  const places = key.flatMap((item, i) => {
    if (item instanceof KerasTensor) return b.rank(item.value) > 0 ? [i] : []
    return (literalOf(item)?.shape.length ?? 0) > 0 ? [i] : []
  })
  const [axis] = places
  if (axis === undefined) return null
  const others = key.filter((_, i) => i !== axis).map((item) => axisOf(a, item))
  if (
    places.length > 1 ||
    others.some(({ kind, begin, end, step }) => kind !== 'slice' || begin !== null || end !== null || step !== 1)
  )
    throw a.layer.error('indexes several axes with lists, which is not supported.')
  const item = key[axis]
  const constant = literalOf(item)
  const indices = item instanceof KerasTensor ? item.value : constant === null ? null : b.constant(constant)
  if (indices === null || b.dtype(indices) !== 'int32')
    throw a.layer.error('indexes with something other than integers.')
  const negative = b.op('Less', [indices, b.int(0)])
  const wrapped = b.op('SelectV2', [negative, b.op('AddV2', [indices, b.dim(b.shape(x)[axis] ?? 0)]), indices])
  return b.op('GatherV2', [x, wrapped, b.int(axis)])
}

function axisOf(a: Arguments, item: unknown): Axis {
  if (item === null || item === undefined) return { ...whole, kind: 'new' }
  if (typeof item === 'number') return { begin: item, end: item === -1 ? null : item + 1, step: 1, kind: 'index' }
  if (item instanceof KerasTensor) {
    const next = a.b.op('AddV2', [a.b.cast(item.value, 'int32'), a.b.int(1)])
    return { begin: item.value, end: next, step: 1, kind: 'index' }
  }
  const className = get(item, 'class_name')
  if (className === '__ellipsis__' || item === '...' || item === 'Ellipsis') return { ...whole, kind: 'ellipsis' }
  const slice = className === '__slice__' ? (get(item, 'config') ?? {}) : item
  if (typeof slice !== 'object') throw a.layer.invalid('key', 'a slice, a number, None or an ellipsis', item)
  const step = bound(a, get(slice, 'step')) ?? 1
  if (typeof step !== 'number' || step === 0) throw a.layer.invalid('key', 'a fixed step', item)
  return { begin: bound(a, get(slice, 'start')), end: bound(a, get(slice, 'stop')), step, kind: 'slice' }
}

function bound(a: Arguments, given: unknown): number | Value | null {
  if (given === null || given === undefined) return null
  if (typeof given === 'number') return given
  if (given instanceof KerasTensor) return given.value
  throw a.layer.invalid('key', 'a whole number or a tensor', given)
}
