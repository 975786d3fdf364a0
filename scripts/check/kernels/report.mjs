import { createReport, ofTolerance } from '../report.mjs'

/** @typedef {import('./judge.mjs').Row} Row */

/** @param {{ json: boolean, all: boolean }} how */
export function kernelsReport({ json, all }) {
  return createReport(
    {
      columns: [
        ['state', 8, (/** @type {Row} */ { state }) => state],
        ['case', 6, ({ id }) => String(id)],
        ['family', 18, ({ family }) => family],
        ['worst', 9, ({ worst }) => ofTolerance(worst)],
        ['reason', 0, ({ reason }) => reason.replace(/\s+/g, ' ').slice(0, 300)],
      ],
      note: ({ what, state }) => (state === 'agrees' ? '' : what),
      grouped: 'family',
      group: ({ family }) => family,
      states: ['agrees', 'refused', 'wrong', 'stopped'],
      good: 2,
      state: ({ state }) => state,
      worst: ({ worst }) => (Number.isFinite(worst) ? worst : 0),
      measure: '1 is the tolerance',
      figure: ofTolerance,
      counted: () => true,
    },
    { json, missesOnly: !all },
  )
}

/** The rewrites that the executor needs, most frequent first. @param {ReadonlyMap<string, number>} rewrites */
export function rewritesTable(rewrites) {
  const rows = [...rewrites].sort(([, a], [, b]) => b - a)
  return [
    '',
    'cases  rewritten because no kernel is right',
    ...rows.map(([label, count]) => `${String(count).padEnd(6)} ${label}`),
  ].join('\n')
}
