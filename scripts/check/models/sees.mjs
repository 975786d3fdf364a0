import { readFileSync } from 'node:fs'

/**
 * What the page must show for the real input of each model: the view, and what detectors and pose models find in it, as
 * `scripts/references/detections.py` decodes it.
 *
 * @typedef {{ view: string, data: any }} Reading one of the exported result
 * @typedef {{ view: string, boxes?: readonly Box[], instances?: readonly (readonly Point[])[], height?: number, midi?: readonly number[] }} Expected
 * @typedef {readonly [label: string | number, score: number, left: number, top: number, right: number, bottom: number]} Box
 * @typedef {readonly [x: number, y: number]} Point
 */

/** @type {Readonly<Record<string, Expected>>} */
const found = JSON.parse(readFileSync(new URL('detections.json', import.meta.url), 'utf8'))

/** @type {Readonly<Record<string, string>>} */
const views = {
  'keras3-mnist-cnn-with-tfjs': 'scores',
  'tfjs-graph-emotion-gray64': 'scores',
  'tfjs-graph-languagedetection-string': 'scores',
  'tfjs-graph-mobilefacenet-embedding': 'similarity',
  'tfjs-layers-abalone-regression': 'numbers',
  'tfjs-layers-cnn-explainer-tinyvgg': 'scores',
  'tfjs-layers-darknet-tiny-31groups': 'scores',
  'tfjs-layers-doodlenet-345': 'scores',
  'tfjs-layers-ml5-neuralnetwork': 'scores',
  'tfjs-layers-spaced-repetition-keras3-history': 'numbers',
  'tfjs-layers-teachable-machine-image': 'scores',
  'tfjs-layers-upscaler-esrgan-x2': 'image',
  'tfjs-layers-upscaler-psnr-uint8-with-h5': 'image',
}

/**
 * The notes in the sounds of the cases, which are known because the sounds are computed: a tone of 440 Hz is note 69.
 * @type {Readonly<Record<string, Expected>>}
 */
const heard = { 'tfjs-graph-basic-pitch-audio': { view: 'series', midi: [69] } }

/** Notes with a lower score may be overtones. */
const sureNote = 0.5
/** Boxes so close to the threshold may be found on one backend and not on another. */
const close = 0.02
const leastOverlap = 0.9
/** Of the height of the input. */
const farthest = 0.02

/**
 * What is wrong with the shown reading of a model's answer; `null` if nothing is, or nothing is expected.
 * @param {string} folder
 * @param {readonly Reading[]} readings best first
 * @returns {string | null}
 */
export function viewMissed(folder, readings) {
  const expected = found[folder] ?? heard[folder]
  const view = expected?.view ?? views[folder]
  const shown = readings[0]
  if (view === undefined) return null
  if (shown?.view !== view) return `shown as ${shown?.view}, expected ${view}`
  if (expected?.boxes !== undefined) return boxesMissed(expected.boxes, shown.data)
  if (expected?.midi !== undefined) return notesMissed(expected.midi, shown.data.notes)
  return expected?.instances === undefined
    ? null
    : pointsMissed(expected.instances, expected.height ?? 1, shown.data.instances)
}

/**
 * @param {readonly Box[]} wanted
 * @param {{ threshold: number, items: readonly any[] }} data
 */
export function boxesMissed(wanted, { threshold, items }) {
  /** @param {number} score */
  const isSure = (score) => score >= threshold + close
  /** @param {Box} box @param {any} item */
  const fits = ([label, , left, top, right, bottom], item) =>
    (item.label === label || item.index === label) && overlap([left, top, right, bottom], sidesOf(item)) >= leastOverlap
  const missed = wanted.find((box) => isSure(box[1]) && !items.some((item) => fits(box, item)))
  if (missed !== undefined) return `box missed: ${missed.join(', ')}`
  const extra = items.find(({ score, ...item }) => isSure(score) && !wanted.some((box) => fits(box, item)))
  return extra === undefined ? null : `box too many: ${JSON.stringify(extra)}`
}

/** @param {any} item @returns {readonly number[]} */
const sidesOf = ({ x, y, width, height }) => [x, y, x + width, y + height]

/**
 * Intersection over union of two boxes: left, top, right, bottom.
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
function overlap([l = 0, t = 0, r = 0, b = 0], [l2 = 0, t2 = 0, r2 = 0, b2 = 0]) {
  const width = Math.max(0, Math.min(r, r2) - Math.max(l, l2))
  const height = Math.max(0, Math.min(b, b2) - Math.max(t, t2))
  const shared = width * height
  return shared / ((r - l) * (b - t) + (r2 - l2) * (b2 - t2) - shared)
}

/**
 * @param {readonly number[]} wanted MIDI numbers, in the order of time
 * @param {readonly { midi: number, score: number }[]} notes
 */
export function notesMissed(wanted, notes) {
  const sure = notes.filter(({ score }) => score >= sureNote).map(({ midi }) => midi)
  return String(sure) === String(wanted) ? null : `notes ${sure.join(', ') || 'missing'}, expected ${wanted.join(', ')}`
}

/**
 * Instances may come in another order.
 * @param {readonly (readonly Point[])[]} wanted
 * @param {number} height of the input, px
 * @param {readonly { points: readonly { x: number, y: number, score: number | null }[] }[]} instances
 */
export function pointsMissed(wanted, height, instances) {
  if (instances.length !== wanted.length) return `${instances.length} instances, expected ${wanted.length}`
  for (const points of wanted) {
    const far = Math.min(...instances.map((instance) => farthestOf(points, instance.points)))
    if (!(far <= farthest * height)) return `a point is ${far.toFixed(1)} px away, of a height of ${height}`
  }
  return null
}

/**
 * @param {readonly Point[]} wanted
 * @param {readonly { x: number, y: number }[]} points
 */
function farthestOf(wanted, points) {
  if (points.length !== wanted.length) return Number.POSITIVE_INFINITY
  return Math.max(...wanted.map(([x, y], i) => Math.hypot(x - (points[i]?.x ?? 0), y - (points[i]?.y ?? 0))))
}
