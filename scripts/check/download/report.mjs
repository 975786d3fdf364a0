import { createReport, ofTolerance } from '../report.mjs'

/** @typedef {import('./check.mjs').Agreement & { id: string, format: string, about: string, state: 'agrees' | 'refused' | 'fails', reason: string }} Row */

/** @param {{ json: boolean }} how */
export function downloadReport(how) {
  return createReport(
    {
      columns: [
        ['state', 7, (/** @type {Row} */ { state }) => state],
        ['case', 40, ({ id }) => id],
        ['format', 14, ({ format }) => format],
        ['worst', 6, ({ worst }) => ofTolerance(worst)],
        ['size', 9, ({ bytes }) => `${(bytes / 1000).toFixed(0)} kB`.padStart(8)],
        ['call', 12, ({ asynchronous }) => (asynchronous ? 'executeAsync' : 'predict')],
        ['about', 0, ({ about }) => about],
      ],
      note: ({ reason }) => reason,
      grouped: 'format',
      group: ({ format }) => format,
      states: ['agrees', 'refused', 'fails'],
      good: 1,
      state: ({ state }) => state,
      worst: ({ worst }) => worst,
      measure: '1 is the tolerance',
      figure: ofTolerance,
      counted: () => true,
    },
    how,
  )
}
