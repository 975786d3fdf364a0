/** @typedef {import('./check.mjs').Row} Row */

/** @param {Row} row */
export function line({ id, format, state, worst, reason, counted }) {
  const figure = Number.isFinite(worst) ? worst.toFixed(3) : ''
  return `${state.padEnd(8)} ${id} ${format}${counted ? '' : ' (Keras itself cannot reload it)'} ${figure} ${reason.replace(/\s+/g, ' ').slice(0, 400)}`
}

/** Of each group and format: how many agree, and every miss with its reason. @param {readonly Row[]} rows */
export function table(rows) {
  const lines = ['', 'group        format           agree       refused  wrong  broken  worst (1 = tolerance)']
  const keys = [...new Set(rows.map(({ group, format }) => `${group}\t${format}`))]
  for (const key of keys) {
    const [group = '', format = ''] = key.split('\t')
    const all = rows.filter((row) => row.group === group && row.format === format && row.counted)
    if (all.length === 0) continue
    const of = (/** @type {Row['state']} */ state) => all.filter((row) => row.state === state)
    const worst = Math.max(0, ...of('agrees').map((row) => row.worst))
    const share = `${of('agrees').length} of ${all.length}`
    lines.push(
      `${group.padEnd(12)} ${format.padEnd(16)} ${share.padEnd(11)} ${String(of('refused').length).padEnd(8)} ${String(of('wrong').length).padEnd(6)} ${String(of('broken').length).padEnd(7)} ${worst.toFixed(3)}`,
    )
  }
  const rest = rows.filter(({ counted }) => !counted)
  if (rest.length > 0) {
    const agree = rest.filter(({ state }) => state === 'agrees').length
    lines.push(`not counted (files that Keras itself cannot reload): ${agree} of ${rest.length} agree`)
  }
  return lines.join('\n')
}
