import { createReport, ofTolerance } from '../report.mjs'

/** @typedef {import('./check.mjs').Row} Row */

/** @param {{ json: boolean, all: boolean }} how */
export function oraclesReport({ json, all }) {
  return createReport(
    {
      columns: [
        ['state', 8, (/** @type {Row} */ { state }) => state],
        ['case', 44, ({ id }) => id],
        ['format', 14, ({ format }) => format],
        ['worst', 9, ({ worst }) => ofTolerance(worst)],
        ['reason', 0, ({ reason }) => reason.replace(/\s+/g, ' ').slice(0, 400)],
      ],
      note: ({ counted }) => (counted ? '' : 'not counted: Keras itself cannot reload it'),
      grouped: 'group and format',
      group: ({ group, format }) => `${group} ${format}`,
      states: ['agrees', 'refused', 'wrong', 'broken'],
      good: 1,
      state: ({ state }) => state,
      worst: ({ worst }) => worst,
      measure: '1 is the tolerance',
      figure: ofTolerance,
      counted: ({ counted }) => counted,
    },
    { json, missesOnly: !all },
  )
}
