import { expect, it } from 'vitest'
import type { Inspection } from '../../base/inspection.ts'
import { figuresByGroup, formatFlops } from './figures.ts'
import { madeNode } from './fixtures/nodes.ts'
import { chipsOf, cutTo, membersOf, shapeText } from './graph/box-text.ts'
import { letterOf } from './letter.ts'

const conv = madeNode('a/Conv2D', 'Conv2D', { group: 2, weights: [[3, 3]], flops: 100 })
const inspection: Inspection = {
  groups: [
    { path: '', label: '', parent: -1, kind: 'model' },
    { path: 'net', label: 'net', parent: 0, kind: 'scope' },
    { path: 'net/a', label: 'a', parent: 1, kind: 'layer' },
    { path: 'net/b', label: 'b', parent: 1, kind: 'layer' },
  ],
  read: [
    madeNode('x', 'Placeholder'),
    { ...conv, run: 1 },
    { ...madeNode('b/Relu', 'Relu', { group: 3, flops: null }), run: 1 },
    { ...madeNode('b/Identity', 'Identity', { group: 3 }), run: null },
  ],
  run: [
    { ...madeNode('x', 'Placeholder'), from: [0] },
    { ...conv, name: 'b/Relu', op: '_FusedConv2D', from: [1, 2] },
  ],
}

it('sums figures over what is in a group; inputs are no operations', () => {
  const [whole, net, a, b] = figuresByGroup(inspection, 'read')
  expect(whole).toEqual({ operations: 3, flops: 100, exact: true, unknown: 1, parameters: 9, bytes: 36 })
  expect(net).toEqual(whole)
  expect(a).toMatchObject({ operations: 1, parameters: 9, unknown: 0 })
  expect(b).toMatchObject({ operations: 2, flops: 0, unknown: 1 })
  expect(figuresByGroup(inspection, 'run').map(({ operations }) => operations)).toEqual([1, 1, 1, 0])
})

it('lists the operations of a layer with the pass that removed each, and of a layer as run what was fused into it', () => {
  const members = membersOf(inspection)
  const changes = [null, 0, 1, 2]
  const chips = (form: 'read' | 'run', group: number) =>
    chipsOf(inspection, changes, form, group, members[group] ?? []).map(({ text, letter }) =>
      `${text} ${letter}`.trim(),
    )
  // The convolution was replaced too, but what replaced it still convolves.
  expect(chips('read', 2)).toEqual(['Conv2D'])
  expect(chips('read', 3)).toEqual(['Relu b', 'Identity c'])
  expect(chips('run', 2)).toEqual(['Conv2D', 'Relu b'])
  expect(chips('run', 1)).toEqual(['Conv2D', 'Relu', 'Identity'])
})

it('writes shapes without the batch, letters beyond z, and work with a unit', () => {
  expect(shapeText({ dtype: 'float32', dims: ['batch', 56, 56, 128] })).toBe('56 × 56 × 128')
  expect(shapeText({ dtype: 'float32', dims: [1, 10] })).toBe('10')
  expect(shapeText({ dtype: 'float32', dims: [] })).toBe('scalar')
  expect(shapeText({ dtype: 'float32', dims: null })).toBe('')
  expect([0, 25, 26, 27, 701, 702].map(letterOf)).toEqual(['a', 'z', 'aa', 'ab', 'zz', 'aaa'])
  expect([999, 1000, 115605504].map(formatFlops)).toEqual(['999 FLOP', '1.00 kFLOP', '116 MFLOP'])
  expect(cutTo('batch_normalization', 70, 7)).toBe('batch_nor…')
})
