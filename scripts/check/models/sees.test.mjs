import { expect, it } from 'vitest'
import { boxesMissed, notesMissed, pointsMissed, viewMissed } from './sees.mjs'

/** @param {number} x */
const item = (x, score = 0.9, index = 1) => ({
  label: `class ${index}`,
  index,
  score,
  x,
  y: 0,
  width: 100,
  height: 100,
})
/** @param {...object} items */
const data = (...items) => ({ threshold: 0.5, items })

it('wants every box that is surely above the threshold, and no other', () => {
  /** @type {readonly import('./sees.mjs').Box[]} */
  const wanted = [
    [1, 0.9, 0, 0, 100, 100],
    [1, 0.51, 500, 0, 600, 100],
  ]
  expect(boxesMissed(wanted, data(item(2)))).toBeNull()
  expect(boxesMissed(wanted, data(item(9)))).toContain('box missed')
  expect(boxesMissed(wanted, data(item(2, 0.9, 3)))).toContain('box missed')
  expect(boxesMissed(wanted, data(item(2), item(300)))).toContain('box too many')
  expect(boxesMissed(wanted, data(item(2), item(300, 0.51)))).toBeNull()
})

it('wants every point within 2 % of the height, instances in any order', () => {
  /** @param {...number} xs */
  const instance = (...xs) => ({ points: xs.map((x) => ({ x, y: 0, score: 1 })) })
  /** @type {readonly (readonly import('./sees.mjs').Point[])[]} */
  const wanted = [
    [
      [0, 0],
      [10, 0],
    ],
    [
      [50, 0],
      [60, 0],
    ],
  ]
  expect(pointsMissed(wanted, 100, [instance(51, 61), instance(0, 11)])).toBeNull()
  expect(pointsMissed(wanted, 100, [instance(51, 61), instance(0, 13)])).toContain('3.0 px')
  expect(pointsMissed(wanted, 100, [instance(51, 61)])).toContain('1 instances, expected 2')
})

it('wants the sure notes in their order', () => {
  const note = (/** @type {number} */ midi, score = 0.8) => ({ midi, score })
  expect(notesMissed([60, 69], [note(60), note(72, 0.3), note(69)])).toBeNull()
  expect(notesMissed([69], [note(68)])).toBe('notes 68, expected 69')
  expect(notesMissed([69], [])).toBe('notes missing, expected 69')
})

it('wants the view', () => {
  expect(viewMissed('tfjs-graph-movenet-lightning', [{ view: 'tensor', data: {} }])).toBe(
    'shown as tensor, expected keypoints',
  )
  expect(viewMissed('another model', [{ view: 'tensor', data: {} }])).toBeNull()
})
