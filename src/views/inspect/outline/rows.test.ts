import { describe, expect, it } from 'vitest'
import type { Inspection } from '../../../base/inspection.ts'
import { madeNode } from '../fixtures/nodes.ts'
import { moveOf } from './keys.ts'
import { outlineRows } from './rows.ts'

const node = (name: string, op: string, group: number, run: number | null = 0) => ({
  ...madeNode(name, op, { group, weights: op === 'Conv2D' ? [[3]] : [] }),
  run,
  from: [0],
})

/** An input, a stage of two layers of which the second is folded away as run, and an output. */
const inspection: Inspection = {
  groups: [
    { path: '', label: '', parent: -1, kind: 'model' },
    { path: 'stage', label: 'stage', parent: 0, kind: 'stage' },
    { path: 'stage/a', label: 'a', parent: 1, kind: 'layer' },
    { path: 'stage/b', label: 'b', parent: 1, kind: 'layer' },
  ],
  read: [
    node('x', 'Placeholder', 0),
    node('a/Conv2D', 'Conv2D', 2),
    node('b/Mul', 'Mul', 3, 1),
    node('y', 'Identity', 0),
  ],
  run: [node('x', 'Placeholder', 0), node('a/Conv2D', '_FusedConv2D', 2), node('y', 'Identity', 0)],
}

const lines = (...args: [form: 'read' | 'run', open: readonly number[], query?: string]) =>
  outlineRows(inspection, args[0], new Set(args[1]), args[2] ?? '').map(
    ({ depth, label, isOpen, position, siblings }) =>
      `${'  '.repeat(depth)}${isOpen === null ? '' : isOpen ? '- ' : '+ '}${label} ${position}/${siblings}`,
  )

describe('the outline', () => {
  it('lists what is in open groups, in the order of computation', () => {
    expect(lines('read', [])).toEqual(['x 1/3', '+ stage 2/3', 'y 3/3'])
    expect(lines('read', [1, 2])).toEqual(['x 1/3', '- stage 2/3', '  - a 1/2', '    Conv2D 1/1', '  + b 2/2', 'y 3/3'])
  })

  it('keeps a layer that was folded away in its place', () => {
    expect(lines('run', [1])).toEqual(['x 1/3', '- stage 2/3', '  + a 1/2', '  b 2/2', 'y 3/3'])
  })

  it('finds names, ops and weights, with the groups around them', () => {
    expect(lines('read', [], 'CONV2D/0')).toEqual(['- stage 2/3', '  - a 1/2', '    Conv2D 1/1'])
    expect(lines('read', [], 'identity')).toEqual(['y 3/3'])
    expect(lines('read', [], 'nothing')).toEqual([])
  })
})

describe('its keys', () => {
  const rows = outlineRows(inspection, 'read', new Set([1]), '')
  it('move among the lines', () => {
    expect(moveOf('ArrowDown', rows, -1)).toEqual({ to: 0 })
    expect(moveOf('ArrowDown', rows, rows.length - 1)).toEqual({ to: rows.length - 1 })
    expect(moveOf('End', rows, 0)).toEqual({ to: rows.length - 1 })
    expect(moveOf('q', rows, 0)).toBeNull()
  })

  it('open a group, enter it, leave it for the group around it, and close that', () => {
    expect(moveOf('ArrowRight', rows, 2)).toEqual({ toggle: 2 })
    expect(moveOf('ArrowRight', rows, 1)).toEqual({ to: 2 })
    expect(moveOf('ArrowLeft', rows, 2)).toEqual({ to: 1 })
    expect(moveOf('ArrowLeft', rows, 1)).toEqual({ toggle: 1 })
    expect(moveOf('Enter', rows, 0)).toEqual({})
  })
})
