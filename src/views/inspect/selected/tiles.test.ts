import { expect, it } from 'vitest'
import type { Inspection, Tiles } from '../../../base/inspection.ts'
import { madeNode } from '../fixtures/nodes.ts'
import { laidOver } from './laid-over.ts'
import { tappedNode } from './tapped-node.ts'
import { drawTiles, lying, ownScale } from './tiles.ts'

const tiles = (shown: number, rows: number, columns: number, ...values: number[]): Tiles => ({
  shown,
  total: shown,
  rows,
  columns,
  values: Float32Array.from(values),
})

it('draws pictures side by side with a transparent line between them; NaN in magenta', () => {
  const { width, height, rgba } = drawTiles(tiles(3, 1, 1, 0, Number.NaN, 1), 2, {
    kind: 'sequential',
    low: 0,
    high: 1,
  })
  expect([width, height]).toEqual([3, 3])
  const pixel = (x: number, y: number) => [...rgba.slice((y * width + x) * 4, (y * width + x) * 4 + 4)]
  expect(pixel(0, 0)).toEqual([9, 24, 26, 255])
  expect(pixel(1, 0)).toEqual([0, 0, 0, 0])
  expect(pixel(2, 0)).toEqual([200, 40, 120, 255])
  expect(pixel(0, 2)).toEqual([240, 250, 244, 255])
})

it('lays a high matrix on its side, and scales by the finite values', () => {
  expect(lying(tiles(1, 3, 2, 1, 2, 3, 4, 5, 6))).toEqual(tiles(1, 2, 3, 1, 3, 5, 2, 4, 6))
  expect(ownScale(tiles(1, 1, 3, -1, Number.NaN, 3), true)).toEqual({ kind: 'sequential', low: -1, high: 3 })
  expect(ownScale(tiles(1, 1, 2, -1, 3), false)).toEqual({ kind: 'diverging', low: -3, high: 3 })
})

it('lays a map over a picture: grey where it is least, coloured where it is greatest', () => {
  const rgba = Uint8ClampedArray.from([10, 10, 10, 255, 10, 10, 10, 255])
  const drawn = laidOver({ width: 2, height: 1, rgba }, tiles(1, 1, 2, 0, 5), { kind: 'sequential', low: 0, high: 5 })
  expect([...drawn.rgba.slice(0, 3)]).toEqual([10, 10, 10])
  expect([...drawn.rgba.slice(4, 7)]).toEqual([218, 151, 29])
})

it('the value of a layer is that of its last node; of a layer as run, that of what was fused into it', () => {
  const inspection: Inspection = {
    groups: [
      { path: '', label: '', parent: -1, kind: 'model' },
      { path: 'a', label: 'a', parent: 0, kind: 'layer' },
      { path: 'b', label: 'b', parent: 0, kind: 'layer' },
    ],
    read: [madeNode('a/Conv2D', 'Conv2D', { group: 1 }), madeNode('b/Relu', 'Relu', { group: 2 })],
    run: [{ ...madeNode('b/Relu', '_FusedConv2D', { group: 1 }), from: [0, 1] }],
  }
  expect(tappedNode(inspection, 'read', { kind: 'group', index: 1 })).toBe('a/Conv2D')
  expect(tappedNode(inspection, 'run', { kind: 'group', index: 1 })).toBe('b/Relu')
  expect(tappedNode(inspection, 'run', { kind: 'node', index: 0 })).toBe('b/Relu')
  // Nothing of it is left as run, but its value can be computed.
  expect(tappedNode(inspection, 'run', { kind: 'group', index: 2 })).toBe('b/Relu')
})
