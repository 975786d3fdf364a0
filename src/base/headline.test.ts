import { expect, it } from 'vitest'
import { headlineOf, headlineText } from './headline.ts'
import type { OutputGroup } from './reading.ts'
import type { Interpretation } from './readings/index.ts'

const group = (interpretation: Interpretation, uses: readonly string[] = ['x']): OutputGroup => ({
  outputs: uses,
  candidates: [],
  open: true,
  shown: { candidate: interpretation.view, uses, reason: '', options: {}, interpretation },
})
const of = (reading: Interpretation, shape: readonly number[] = [1, 4], values: readonly number[] = []) =>
  headlineText(
    headlineOf({
      groups: [group(reading), group({ view: 'text', data: { rows: ['of a later group'] } }, ['y'])],
      outputs: [
        { name: 'y', shape: [], value: { dtype: 'string', shape: [], data: [] } },
        { name: 'x', shape, value: { dtype: 'float32', shape, data: Float32Array.from(values) } },
      ],
    }),
  )
const scores = (label: string, value: number): Interpretation => ({
  view: 'scores',
  data: {
    rows: 1,
    classes: 4,
    shown: 1,
    indices: Int32Array.of(2),
    values: Float64Array.of(value),
    even: [false],
    names: ['', '', label, ''],
    applied: 'none',
    note: '',
    labelsSource: null,
  },
})

it('summarises the best group', () => {
  expect(of(scores('tabby cat', 0.912))).toBe('tabby cat 91 %')
  expect(of(scores('class 3', 14))).toBe('class 3: 14')
  expect(of(scores('7', 1))).toBe('7: 100 %')
  expect(of(scores('x'.repeat(50), 0.5))).toBe(`${'x'.repeat(39)}… 50 %`)
  expect(of({ view: 'numbers', data: { labels: ['rings'], rows: 1 } }, [1, 1], [9.216842])).toBe('9.217')
  expect(of({ view: 'numbers', data: { labels: ['', '', '', ''], rows: 1 } }, [1, 4], [1, 2, 3, 4])).toBe('1, 2, 3 …')
  expect(
    of({
      view: 'image',
      data: { width: 48, height: 32, channels: 3, layout: 'nhwc', count: 1, range: [0, 1], note: '' },
    }),
  ).toBe('48 × 32 picture')
  expect(of({ view: 'text', data: { rows: ['python'] } })).toBe('python')
  expect(of({ view: 'tensor', data: { axes: [0, 1] } }, [1, 192])).toBe('[1, 192]')
})

it('says which of a batch it speaks of', () => {
  expect(of({ view: 'numbers', data: { labels: ['rings'], rows: 8 } }, [8, 1], [9, 1, 1, 1, 1, 1, 1, 1])).toBe(
    '9 (first of 8)',
  )
  expect(
    of({
      view: 'image',
      data: { width: 48, height: 32, channels: 3, layout: 'nhwc', count: 8, range: [0, 1], note: '' },
    }),
  ).toBe('8 pictures of 48 × 32')
})

it('says so if no class stands out, or no score is a number', () => {
  const undecided = scores('ini', 0.042)
  expect(of({ ...undecided, data: { ...undecided.data, even: [true] } } as Interpretation)).toBe(
    'undecided, ini 4.2 % at most',
  )
  expect(of(scores('ini', Number.NaN))).toBe('no finite value')
})

it('of a run without outputs is empty', () => expect(headlineText(headlineOf({ groups: [], outputs: [] }))).toBe(''))
