import { expect, it } from 'vitest'
import type { Inspection } from '../../base/inspection.ts'
import { madeNode } from './fixtures/nodes.ts'
import { neighboursOf } from './neighbours.ts'

/** x → a (Conv2D → Relu) → b (MatMul) → y, and a skip from a to y. */
const inspection: Inspection = {
  groups: [
    { path: '', label: '', parent: -1, kind: 'model' },
    { path: 'a', label: 'a', parent: 0, kind: 'layer' },
    { path: 'b', label: 'b', parent: 0, kind: 'layer' },
  ],
  read: [
    madeNode('x', 'Placeholder'),
    { ...madeNode('a/Conv2D', 'Conv2D', { group: 1 }), inputs: [0] },
    { ...madeNode('a/Relu', 'Relu', { group: 1 }), inputs: [1] },
    { ...madeNode('b/MatMul', 'MatMul', { group: 2 }), inputs: [2] },
    { ...madeNode('y', 'AddV2'), inputs: [3, 2] },
  ],
  run: [],
}

it('walks from layer to layer, and within a layer from operation to operation', () => {
  const at = (kind: 'group' | 'node', index: number) => ({ kind, index })
  expect(neighboursOf(inspection, 'read', at('group', 1))).toEqual({
    before: [at('node', 0)],
    after: [at('group', 2), at('node', 4)],
  })
  expect(neighboursOf(inspection, 'read', at('node', 2))).toEqual({
    before: [at('node', 1)],
    after: [at('group', 2), at('node', 4)],
  })
  expect(neighboursOf(inspection, 'read', at('group', 0))).toEqual({ before: [], after: [] })
})
