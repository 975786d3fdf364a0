import { compare, infinite, largest, magnitudeOf } from '../compare.mjs'

/**
 * @typedef {import('./draw.mjs').Case} Case
 * @typedef {import('./draw.mjs').Tensor} Tensor
 * @typedef {{ backend: string, run: (drawn: Case, optimise: boolean, id: number) => Promise<readonly Tensor[]> }} Runner
 * @typedef {{ id: number, family: string, what: string, state: 'agrees' | 'refused' | 'wrong' | 'stopped', worst: number, reason: string }} Row
 *   `refused`: by name, before the run; `stopped`: an error in the middle of a run
 */

/** Relative to the largest finite element, and to the element. */
const [ofLargest, ofElement] = [2e-5, 1e-4]

/** The functions of WGSL and GLSL are exact to 11 bits only. @param {string} backend */
const slackOf = (backend) => (backend.startsWith('webg') ? 10 : 1)

/** @param {Tensor} expected @param {number} slack */
function scaleOf({ dtype, data }, slack) {
  if (dtype !== 'float32') return () => Number.MIN_VALUE
  const finite = Array.from(data).filter((value) => Math.abs(value) < 1e20)
  const most = Math.max(1e-3, magnitudeOf(finite)(0))
  return (/** @type {number} */ value) => slack * (ofLargest * most + ofElement * Math.abs(value))
}

/** TensorFlow starts some maxima and minima at the limits of float32. @param {Tensor} tensor */
const unlimited = ({ data, ...rest }) => ({
  ...rest,
  data: Array.from(data, (value) => (Math.abs(value) < 3.4e38 ? value : value * Number.POSITIVE_INFINITY)),
})

/**
 * What WGSL and GLSL promise: they have no NaN and no infinities, and may compute anything from them.
 * @param {Tensor} found
 * @param {Tensor} expected
 * @param {boolean} finite whether all inputs are
 */
function promised(found, expected, finite) {
  const data = Array.from(found.data, (value, i) =>
    Math.abs(Number(expected.data[i])) < 1e20 && (finite || !Number.isNaN(value)) ? value : (expected.data[i] ?? 0),
  )
  return { ...found, data }
}

/**
 * @param {readonly Tensor[]} found
 * @param {readonly Tensor[]} expected
 * @param {string} backend
 * @param {boolean} finite
 */
function difference(found, expected, backend, finite) {
  return largest(
    expected.map((tensor, i) => {
      const other = found[i]
      if (other === undefined) return [`y${i}`, infinite('no such output')]
      if (other.dtype !== tensor.dtype) return [`y${i}`, infinite(`dtype ${other.dtype}, expected ${tensor.dtype}`)]
      return [
        `y${i}`,
        compare(
          unlimited(backend.startsWith('webg') ? promised(other, tensor, finite) : other),
          unlimited(tensor),
          scaleOf(tensor, slackOf(backend)),
        ),
      ]
    }),
  )
}

/** @param {Case} drawn */
function spell({ nodes, inputs }) {
  const shapes = inputs.map(({ dtype, shape, constant, free, data }) => {
    const dims = shape.map((dim, axis) => (free.includes(axis) ? `${dim}?` : dim)).join(',')
    const values = dtype === 'int32' && constant && data.length < 13 ? `=${data}` : ''
    return `${constant ? 'w' : ''}${dtype === 'float32' ? '' : dtype}[${dims}]${values}`
  })
  const chain = nodes.map(({ op, attributes }) => {
    const said = Object.entries(attributes).filter(([, value]) => value.type === undefined)
    return `${op}${said.map(([key, value]) => ` ${key}=${JSON.stringify(Object.values(value.list ?? value)[0])}`).join('')}`
  })
  return `${shapes.join(' ')} → ${chain.join(' → ')}`
}

/**
 * Runs a case on both and compares.
 * @param {Runner} reference
 * @param {Runner} tested
 * @param {Case} drawn
 * @param {number} id also decides whether the graph is optimised
 * @returns {Promise<Row>}
 */
export async function judge(reference, tested, drawn, id) {
  const row = { id, family: drawn.family, what: spell(drawn), worst: Number.POSITIVE_INFINITY }
  const outcome = async (/** @type {Runner} */ bench, /** @type {boolean} */ optimise) => {
    try {
      return { outputs: await bench.run(drawn, optimise, id), state: /** @type {const} */ ('agrees'), reason: '' }
    } catch (error) {
      const { code = 'internal', message } = /** @type {Error & { code?: string }} */ (error)
      const refused = !['internal', 'run-failed'].includes(code)
      return {
        outputs: [],
        state: refused ? /** @type {const} */ ('refused') : /** @type {const} */ ('stopped'),
        reason: `${bench.backend} ${code}: ${message}`,
      }
    }
  }
  const expected = await outcome(reference, false)
  if (expected.state !== 'agrees') return { ...row, ...expected }
  const found = await outcome(tested, id % 2 === 1)
  if (found.state !== 'agrees') return { ...row, ...found }
  const finite = drawn.inputs.every(({ data }) => data.every(Number.isFinite))
  const { worst, problem } = difference(found.outputs, expected.outputs, tested.backend, finite)
  if (worst > 1) return { ...row, worst, state: 'wrong', reason: problem ?? '' }
  return { ...row, worst, state: 'agrees', reason: '' }
}
