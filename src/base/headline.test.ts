import { expect, it } from 'vitest'
import { headlineOf, headlineText } from './headline.ts'
import type { OutputReading } from './run.ts'

const of = (reading: OutputReading, shape: readonly number[] = [1, 4], values: readonly number[] = []) =>
  headlineText(
    headlineOf({
      readings: [reading, { view: 'tensor', data: { axes: null } }],
      shape,
      value: { dtype: 'float32', shape, data: Float32Array.from(values) },
    }),
  )
const scores = (label: string, value: number): OutputReading => ({
  view: 'scores',
  data: { rows: [{ top: [{ label, index: 0, value }] }], classes: 4, applied: 'none', note: '', labelsSource: null },
})

it('says an output in a few words', () => {
  expect(of(scores('tabby cat', 0.912))).toBe('tabby cat 91 %')
  expect(of(scores('class 3', 14))).toBe('class 3 14')
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
