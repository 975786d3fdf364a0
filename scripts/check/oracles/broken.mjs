import { dropOf } from './cases.mjs'
import { checkCase, inTime, openOne, startOne } from './check.mjs'

/**
 * A damaged file must be diagnosed: either an error with a code whose text contains the words in `should_mention`, or a
 * model that loads with a warning. Never a hang, never an error without a code.
 * @param {import('./check.mjs').Bench} bench
 * @param {import('./cases.mjs').Case} entry
 * @returns {Promise<import('./check.mjs').Row>}
 */
export async function checkBroken(bench, entry) {
  const { expected, artifact, formats } = entry.file
  const [format] = formats
  if (expected.code === 'ok' && entry.file.outputs.length > 0) return checkCase(bench, entry, format)
  const row = { id: entry.id, group: 'broken', format, counted: true, worst: 0 }
  const { status, words } = await inTime(bench.seconds, outcomeOf(bench, entry, artifact)).catch((error) => ({
    status: 'broken',
    words: String(error instanceof Error ? (process.env.STACKS ? error.stack : error.message) : error),
  }))
  const allowed = expected.status.split('-or-').map((/** @type {string} */ word) => (word === 'ignored' ? 'ok' : word))
  // The functions of a SavedModel without signatures run, which the model's warning says.
  if (expected.code === 'no-signature') allowed.push('warning')
  // A model that loads with a warning counts as loaded.
  const fits = allowed.includes(status) || (status === 'warning' && allowed.includes('ok'))
  const missing =
    status === 'ok' ? [] : expected.should_mention.filter((/** @type {string} */ word) => !mentions(words, word))
  if (fits && missing.length === 0) return { ...row, state: 'agrees', reason: `${status}: ${words}` }
  const wanted = missing.length === 0 ? expected.status : `${expected.status} mentioning ${missing.join(', ')}`
  return { ...row, state: status === 'broken' ? 'broken' : 'wrong', reason: `${wanted} expected; ${status}: ${words}` }
}

/** @param {string} text @param {string} word */
const mentions = (text, word) => text.toLowerCase().includes(word.toLowerCase())

/**
 * @param {import('./check.mjs').Bench} bench
 * @param {import('./cases.mjs').Case} entry
 * @param {string} artifact
 */
async function outcomeOf(bench, entry, artifact) {
  const { product } = bench
  try {
    const source = await openOne(product, await dropOf(entry, artifact))
    const started = await startOne(bench, source, source.summary.signatures[0]?.name ?? '')
    started.session.dispose()
    const said = [...started.repairs, ...(started.warnings ?? [])].join(' ')
    return { status: said === '' ? 'ok' : 'warning', words: said }
  } catch (error) {
    if (!(error instanceof product.EngineError)) throw error
    const { code, message, hint } = /** @type {{ code: string, message: string, hint: string }} */ (
      /** @type {unknown} */ (error)
    )
    if (code === 'internal') throw error
    return { status: 'error', words: `${code}: ${message} ${hint}` }
  }
}
