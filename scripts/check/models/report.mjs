import { createReport, ofMagnitude } from '../report.mjs'

/** @param {boolean} value */
const yesOrNo = (value) => (value ? 'yes' : 'no')

/** @param {import('./row.mjs').Row} row */
function stateOf({ ok, likePlain }) {
  if (!ok) return 'MISS'
  return likePlain ? 'like tfjs' : 'ok'
}

/** @param {{ json: boolean }} how */
export function modelsReport(how) {
  return createReport(
    {
      columns: [
        ['folder', 46, (/** @type {import('./row.mjs').Row} */ { folder }) => folder],
        ['model', 40, ({ model }) => model],
        ['backend', 7, ({ backend }) => backend],
        ['loaded', 7, ({ loaded }) => yesOrNo(loaded)],
        ['ran', 4, ({ ran }) => yesOrNo(ran)],
        ['ramp', 9, ({ ramp }) => ofMagnitude(ramp)],
        ['real', 9, ({ real }) => ofMagnitude(real)],
        ['view', 9, ({ view }) => view],
        ['verdict', 8, stateOf],
      ],
      note: ({ note }) => note,
      grouped: 'backend',
      group: ({ backend }) => backend,
      // `like tfjs`: above the limit, but plain TensorFlow.js differs as much on that backend.
      states: ['ok', 'like tfjs', 'MISS'],
      good: 2,
      state: stateOf,
      worst: ({ ramp, real }) => Math.max(ramp ?? 0, real ?? 0),
      measure: "relative to the output's largest magnitude",
      figure: ofMagnitude,
      counted: () => true,
    },
    how,
  )
}
