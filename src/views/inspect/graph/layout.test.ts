import { describe, expect, it } from 'vitest'
import { layered } from './layers.ts'
import { type Box, type Drawing, Layouts } from './layout.ts'
import { keyOf, type Structure } from './structure.ts'

/** Layers in a row, each a group of two nodes; every fourth also feeds the one three later. */
function chain(layers: number, perStage = 20): Structure {
  const stages = Math.ceil(layers / perStage)
  const parents = [-1, ...Array.from({ length: stages }, () => 0)]
  const groupOf: number[] = []
  const inputs: number[][] = []
  for (let layer = 0; layer < layers; layer++) {
    const group = parents.push(1 + Math.floor(layer / perStage)) - 1
    const skip = layer % 4 === 3 ? [2 * (layer - 3) + 1] : []
    for (const node of [2 * layer, 2 * layer + 1]) {
      groupOf[node] = group
      inputs[node] = node === 0 ? [] : node % 2 === 0 ? [node - 1, ...skip] : [node - 1]
    }
  }
  return { parents, groupOf, inputs }
}

const everything = ({ parents }: Structure) => new Set(parents.keys())
const boxesOf = ({ boxes }: Drawing) => new Map(boxes.map((box) => [keyOf(box), box]))

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

describe('a drawing', () => {
  it('shows closed groups, and an open one around what is in it', () => {
    const structure = chain(40)
    const layouts = new Layouts(structure)
    expect(layouts.draw(new Set()).boxes.map(keyOf)).toEqual(['g1', 'g2'])
    const boxes = boxesOf(layouts.draw(new Set([1])))
    expect(boxes.size).toBe(22)
    const frame = boxes.get('g1') as Box
    expect(frame.open).toBe(true)
    for (const [key, box] of boxes) {
      if (key === 'g1' || key === 'g2') continue
      expect(box.x).toBeGreaterThanOrEqual(frame.x)
      expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width)
      expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height)
    }
  })

  it('has no overlapping boxes, and leads every edge downwards', () => {
    const { boxes, lines } = new Layouts(chain(60)).draw(everything(chain(60)))
    const closed = boxes.filter(({ open }) => !open)
    const clashes = closed.flatMap((a, i) => closed.slice(i + 1).filter((b) => overlaps(a, b)))
    expect(clashes).toEqual([])
    expect(lines.filter(({ points }) => points.some(({ y }, i) => i > 0 && y < (points[i - 1]?.y ?? 0)))).toEqual([])
  })

  it('keeps what is to the left of, or above, something else there when a group opens', () => {
    const structure = chain(60)
    const layouts = new Layouts(structure)
    const before = boxesOf(layouts.draw(new Set([1, 2])))
    const after = boxesOf(layouts.draw(new Set([1, 2, 7])))
    const sign = (a: number, b: number) => Math.sign(Math.round(a - b))
    for (const [key, one] of before)
      for (const [other, two] of before) {
        const [now, then] = [after.get(key) as Box, after.get(other) as Box]
        if (one.y + one.height < two.y) expect(now.y + now.height).toBeLessThan(then.y)
        if (one.y === two.y && one.height === two.height) expect(sign(now.x, then.x)).toBe(sign(one.x, two.x))
      }
  })
})

it('a cycle of scopes and an edge to itself do no harm', () => {
  const { centres } = layered({
    sizes: Array(3).fill({ width: 10, height: 10 }),
    edges: [
      [0, 1],
      [1, 2],
      [2, 0],
      [1, 1],
    ],
    entry: -1,
    exit: -1,
  })
  expect(centres.map(({ y }) => y)).toEqual([5, 45, 85])
})

it('of 5,000 nodes only the open groups are laid out', () => {
  const layouts = new Layouts(chain(2500))
  expect(layouts.draw(new Set()).boxes).toHaveLength(125)
  expect(layouts.draw(new Set([3])).boxes).toHaveLength(145)
  expect(layouts.draw(new Set([3, 4])).boxes).toHaveLength(165)
})
