import { describe, expect, it } from 'vitest'
import type { NamedDim } from '../../base/inspection.ts'
import { groupNodes } from './scopes.ts'

const place = (name: string, dims: readonly NamedDim[] | null = null) => ({ name, dims, isInput: name === 'x' })

/** The groups as indented lines, each with its nodes. */
function drawn(nodes: Parameters<typeof groupNodes>[0]): readonly string[] {
  const { groups, groupOf } = groupNodes(nodes)
  const depth = (index: number): number => (index < 0 ? -1 : 1 + depth(groups[index]?.parent ?? -1))
  return groups.map(({ label, kind }, i) => {
    const own = nodes.filter((_, node) => groupOf[node] === i).map(({ name }) => name.split('/').at(-1))
    return `${'  '.repeat(depth(i))}${label || 'model'} ${kind}: ${own.join(' ')}`
  })
}

describe('groups', () => {
  it('follow the scopes of names, and join a scope with its only child', () => {
    const names = ['x', 'net/a/Conv2D', 'net/a/Relu', 'net/block/b/norm/Mul', 'net/block/c/Add', 'net/Identity']
    expect(drawn(names.map((name) => place(name)))).toEqual([
      'model model: x Identity',
      '  a layer: Conv2D Relu',
      '  block scope: ',
      '    b/norm layer: Mul',
      '    c layer: Add',
    ])
  })

  it('cut a long row of layers where the size of the picture changes', () => {
    const sizes = [...Array(9).fill(32), ...Array(8).fill(16), ...Array(7).fill(8)]
    const nodes = sizes.map((size, i) => place(`conv${i}/Conv2D`, ['batch', size, size, 3]))
    const lines = drawn([place('x', ['batch', 64, 64, 3]), ...nodes, place('dense/MatMul', ['batch', 10])])
    expect(lines.filter((line) => /stage/.test(line))).toEqual([
      '  Stage 1, 32 × 32 stage: ',
      '  Stage 2, 16 × 16 stage: ',
      '  Stage 3, 8 × 8 stage: ',
    ])
    expect(lines[0]).toBe('model model: x')
    expect(lines.at(-1)).toBe('  dense layer: MatMul')
  })

  it('cut a stage that is too long itself', () => {
    const sizes = [...Array(5).fill(32), ...Array(5).fill(16), ...Array(60).fill(8)]
    const lines = drawn(sizes.map((size, i) => place(`conv${i}/Conv2D`, ['batch', size, size, 3])))
    expect(lines.filter((line) => /stage/.test(line)).map((line) => line.trim())).toEqual([
      'Stage 1, 32 × 32 stage:',
      'Stage 2, 16 × 16 stage:',
      ...[3, 4, 5, 6].map((number) => `Stage ${number}, 8 × 8 stage:`),
    ])
  })

  it('cut any other long row into parts that stay few', () => {
    const { groups, groupOf } = groupNodes(Array.from({ length: 5000 }, (_, i) => place(`d${i}/MatMul`, ['batch', 8])))
    const children = groups.map((_, parent) => groups.filter((group) => group.parent === parent).length)
    expect(Math.max(...children)).toBeLessThan(80)
    expect(new Set(groupOf).size).toBe(5000)
  })
})
