import { expect, it } from 'vitest'
import { countOf } from './plural.ts'

it.each([
  ['dog', 1, '1 dog'],
  ['dog', 2, '2 dogs'],
  ['person', 3, '3 people'],
  ['bus', 2, '2 buses'],
  ['wine glass', 2, '2 wine glasses'],
  ['toothbrush', 2, '2 toothbrushes'],
  ['sheep', 4, '4 sheep'],
  ['baby', 2, '2 babies'],
  ['computer mouse', 2, '2 computer mice'],
  ['constructor', 2, '2 constructors'],
  ['class 7', 2, '2 × class 7'],
  ['class 7', 1, 'class 7'],
  ['Hund', 2, '2 × Hund'],
])('counts %s', (label, count, text) => expect(countOf(label, count)).toBe(text))
