import { expect, it } from 'vitest'
import { pieces } from './pieces.ts'

const span = (start: number, end: number) => ({ start, end, text: '', label: '', index: 0, score: 1 })

it('cuts a text at its marks, in any order', () => {
  expect(pieces('abcdef', [span(4, 5), span(0, 2)]).map(({ text, span }) => [text, span !== null])).toEqual([
    ['ab', true],
    ['cd', false],
    ['e', true],
    ['f', false],
  ])
})
it('leaves out overlapping marks and those outside', () => {
  expect(pieces('abc', [span(0, 2), span(1, 3), span(2, 9), span(2, 2)]).map(({ text }) => text)).toEqual(['ab', 'c'])
  expect(pieces('', [])).toEqual([])
})
