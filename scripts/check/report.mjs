/**
 * Prints rows as they arrive, and a table at the end.
 *
 * @template Row
 * @typedef {object} Layout
 * @property {readonly (readonly [title: string, width: number, cell: (row: Row) => string])[]} columns
 * @property {(row: Row) => string} note on a separate line below the row; none if it is empty
 * @property {(row: Row) => string} group rows of one group share a line of the table
 * @property {string} grouped the name of a group
 * @property {(row: Row) => string} state one of `states`
 * @property {readonly string[]} states the first ones are good
 * @property {number} good how many of them
 * @property {(row: Row) => number} worst
 * @property {string} measure what `worst` measures
 * @property {(worst: number) => string} figure
 * @property {(row: Row) => boolean} counted rows that are not counted are reported, but do not fail the check
 */

/**
 * @template Row
 * @param {Layout<Row>} layout
 * @param {{ json?: boolean, missesOnly?: boolean }} how
 */
export function createReport(layout, { json = false, missesOnly = false }) {
  /** @type {Row[]} */
  const rows = []
  const { columns, note, state, states, good, counted } = layout
  const isGood = (/** @type {Row} */ row) => states.indexOf(state(row)) < good
  const print = (/** @type {(column: typeof columns[number]) => string} */ cell) =>
    console.log(
      columns
        .map((column) => cell(column).padEnd(column[1]))
        .join(' ')
        .trimEnd(),
    )
  let shown = 0
  return {
    /** @param {Row} row */
    add(row) {
      rows.push(row)
      if (json || (missesOnly && isGood(row))) return
      if (shown++ === 0) print(([title]) => title)
      print(([, , cell]) => cell(row))
      if (note(row) !== '') console.log(`      ${note(row)}`)
    },
    /** @returns {number} exit code: 0 when there are rows and all that count are good */
    end() {
      console.log(json ? JSON.stringify(rows, null, 1) : table(layout, rows, isGood))
      return rows.length > 0 && rows.every((row) => isGood(row) || !counted(row)) ? 0 : 1
    },
  }
}

/**
 * The number of rows per group and state, and the largest figure of the good ones.
 * @template Row
 * @param {Layout<Row>} layout
 * @param {readonly Row[]} rows
 * @param {(row: Row) => boolean} isGood
 */
function table({ group, grouped, state, states, worst, measure, figure, counted }, rows, isGood) {
  const [best = ''] = states
  const line = (/** @type {readonly string[]} */ [name = '', ...cells]) =>
    [name.padEnd(30), ...cells.map((cell) => cell.padEnd(11))].join(' ').trimEnd()
  const lines = ['', line([grouped, ...states, `worst (${measure})`])]
  const counting = rows.filter(counted)
  for (const name of new Set(counting.map(group))) {
    const all = counting.filter((row) => group(row) === name)
    const number = (/** @type {string} */ wanted) => all.filter((row) => state(row) === wanted).length
    const counts = states.map((one) => (one === best ? `${number(one)} of ${all.length}` : String(number(one))))
    lines.push(line([name, ...counts, figure(Math.max(0, ...all.filter(isGood).map(worst)))]))
  }
  const rest = rows.filter((row) => !counted(row))
  if (rest.length > 0) lines.push(`not counted: ${rest.filter(isGood).length} of ${rest.length} ${best}`)
  return lines.join('\n')
}

/** Of a tolerance. @param {number} worst */
export const ofTolerance = (worst) => (Number.isFinite(worst) ? worst.toFixed(3) : '')

/** Of a magnitude. @param {number | null} worst `null`: not measured */
export function ofMagnitude(worst) {
  if (worst === null) return '–'
  return Number.isFinite(worst) ? worst.toExponential(1) : 'differs'
}
