import { createReport, ofMagnitude } from '../report.mjs'

/** @param {boolean} flag */
const yes = (flag) => (flag ? 'yes' : 'no')

/** @param {import('./row.mjs').Row} row */
function stateOf({ ok, asPlain }) {
  if (!ok) return 'MISS'
  return asPlain ? 'as plain' : 'ok'
}

/** @param {{ json: boolean }} how */
export function modelsReport(how) {
  return createReport(
    {
      columns: [
        ['folder', 46, (/** @type {import('./row.mjs').Row} */ { folder }) => folder],
        ['model', 40, ({ model }) => model],
        ['backend', 7, ({ backend }) => backend],
        ['loaded', 7, ({ loaded }) => yes(loaded)],
        ['ran', 4, ({ ran }) => yes(ran)],
        ['ramp', 9, ({ ramp }) => ofMagnitude(ramp)],
        ['real', 9, ({ real }) => ofMagnitude(real)],
        ['verdict', 8, stateOf],
      ],
      note: ({ note }) => note,
      grouped: 'backend',
      group: ({ backend }) => backend,
      // `as plain`: above the limit, like plain TensorFlow.js on that backend.
      states: ['ok', 'as plain', 'MISS'],
      good: 2,
      state: stateOf,
      worst: ({ ramp, real }) => Math.max(ramp ?? 0, real ?? 0),
      measure: "part of the output's largest magnitude",
      figure: ofMagnitude,
      counted: () => true,
    },
    how,
  )
}
