import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createReport, ofTolerance } from './report.mjs'

/** @typedef {{ id: string, group: string, state: string, worst: number, counted: boolean }} Row */

/** @type {import('./report.mjs').Layout<Row>} */
const layout = {
  columns: [
    ['id', 4, ({ id }) => id],
    ['worst', 5, ({ worst }) => ofTolerance(worst)],
  ],
  note: ({ state }) => (state === 'wrong' ? 'why' : ''),
  grouped: 'group',
  group: ({ group }) => group,
  states: ['agrees', 'like tfjs', 'wrong'],
  good: 2,
  state: ({ state }) => state,
  worst: ({ worst }) => worst,
  measure: 'parts',
  figure: ofTolerance,
  counted: ({ counted }) => counted,
}

/** @param {Partial<Row>} [change] @returns {Row} */
const row = (change) => ({ id: 'a', group: 'one', state: 'agrees', worst: 0.25, counted: true, ...change })

describe('a report', () => {
  /** @type {string[]} */
  let printed = []

  beforeEach(() => {
    printed = []
    vi.spyOn(console, 'log').mockImplementation((text) => {
      printed.push(text)
    })
  })

  afterEach(() => vi.restoreAllMocks())

  test('prints rows as they arrive, with their notes, and a table of the groups', () => {
    const report = createReport(layout, {})
    report.add(row())
    report.add(row({ id: 'b', state: 'wrong', worst: 3 }))
    report.add(row({ id: 'c', state: 'like tfjs', worst: 1.5, group: 'two' }))
    expect(printed).toEqual(['id   worst', 'a    0.250', 'b    3.000', '      why', 'c    1.500'])
    expect(report.end()).toBe(1)
    const lines = printed
      .at(-1)
      ?.split('\n')
      .map((line) => line.split(/\s{2,}/))
    expect(lines?.slice(1)).toEqual([
      ['group', 'agrees', 'like tfjs', 'wrong', 'worst (parts)'],
      ['one', '1 of 2', '0', '1', '0.250'],
      ['two', '0 of 1', '1', '0', '1.500'],
    ])
  })

  test('of mismatches only omits the good rows', () => {
    const report = createReport(layout, { missesOnly: true })
    report.add(row())
    expect(printed).toEqual([])
    expect(report.end()).toBe(0)
  })

  test('an uncounted row does not fail the check', () => {
    const report = createReport(layout, {})
    report.add(row())
    report.add(row({ state: 'wrong', counted: false }))
    expect(report.end()).toBe(0)
    expect(printed.at(-1)).toContain('not counted: 0 of 1 agrees')
  })

  test('without rows is a failure', () => {
    expect(createReport(layout, { json: true }).end()).toBe(1)
    expect(printed).toEqual(['[]'])
  })
})
