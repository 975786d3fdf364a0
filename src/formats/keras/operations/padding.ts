import { bool, float32, int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'

/** Expands NumPy's short forms to one pair per axis. */
function widths(a: Arguments, rank: number): readonly (readonly [number, number])[] {
  const given = a.get('pad_width', 'paddings')
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  const pairs = list.every(Array.isArray) ? list : [list]
  const read = pairs.map((pair): readonly [number, number] => {
    const [before, after = before]: readonly unknown[] = Array.isArray(pair) ? pair : []
    if (typeof before !== 'number' || typeof after !== 'number')
      throw a.layer.invalid('pad_width', 'whole numbers', given)
    return [before, after]
  })
  const [only] = read
  if (read.length === 1 && only !== undefined) return Array.from({ length: rank }, () => only)
  if (read.length !== rank) throw a.layer.invalid('pad_width', `one pair for each of ${rank} axes`, given)
  return read
}

export const padRow: OperationRow = {
  classes: ['Pad'],
  functions: ['pad', 'compat.v1.pad'],
  parameters: ['x', 'pad_width', 'mode', 'constant_values'],
  lower: (a) => {
    const { b } = a
    const x = a.value('x', 'tensor')
    const pairs = widths(a, b.rank(x))
    const paddings = b.constant(int32(pairs.flat(), [pairs.length, 2]))
    const mode = a.string('mode', 'constant').toLowerCase()
    if (mode === 'reflect' || mode === 'symmetric')
      return b.op('MirrorPad', [x, paddings], { mode: { s: mode.toUpperCase() } })
    if (mode !== 'constant') throw a.layer.invalid('mode', 'constant, reflect or symmetric', mode)
    return b.op('PadV2', [x, paddings, fillOf(a, x)])
  },
}

function fillOf(a: Arguments, x: Value): Value {
  const number = Number(a.get('constant_values') ?? 0)
  if (!Number.isFinite(number)) throw a.layer.invalid('constant_values', 'a number', number)
  const dtype = a.b.dtype(x)
  if (dtype === 'bool') return a.b.constant(bool([number !== 0], []))
  return dtype === 'int32' ? a.b.int(number) : a.b.constant(float32([number], []))
}
