import { describe, expect, it } from 'vitest'
import { sourceOf } from './source.ts'

const value = (node: string, index = 0, output: string | null = null) => ({ node, output, index, control: false })

describe('an input of a node', () => {
  it.each([
    ['x', false, value('x')],
    ['block_1/split:2', false, value('block_1/split', 2)],
    ['x:12', true, value('x', 12)],
    ['argument', true, value('argument')],
    ['top:indices:0', true, value('top', 0, 'indices')],
    ['top:indices:3', true, value('top', 3, 'indices')],
    ['top:indices', true, value('top', 0, 'indices')],
    ['top:y2:1', true, value('top', 1, 'y2')],
    ['Größe/名:1', false, value('Größe/名', 1)],
    ['^wait', true, { ...value('wait'), control: true }],
  ])('%s', (text, isFunction, source) => {
    expect(sourceOf(text, isFunction)).toEqual(source)
  })

  it('with multi-byte characters is not confused with another of the same length', () => {
    expect(sourceOf('añb', false).node).toBe('añb')
    expect(sourceOf('axyb', false).node).toBe('axyb')
    expect(sourceOf('añb', false).node).toBe('añb')
  })
})
