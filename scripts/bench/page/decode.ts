import { noMetadata } from '../../../src/base/model.ts'
import { noTrace } from '../../../src/base/output-trace.ts'
import { decode, type NamedOutput, type ReadContext, readOutputs } from '../../../src/outputs/index.ts'
import type { DecodeTimes } from './protocol.ts'

const side = 640
const rows = 25_200
const columns = 85

/** Rows of YOLO v5: 30 things with 15 overlapping boxes each among rows with a low objectness. */
function yoloRows(): NamedOutput {
  let seed = 1
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  const data = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const at = row * columns
    data.set([random() * side, random() * side, 8 + random() * 90, 8 + random() * 90, random() ** 8 * 0.2], at)
    for (let i = 5; i < columns; i++) data[at + i] = random() ** 4 * 0.1
  }
  for (let i = 0; i < 450; i++) {
    const thing = i % 30
    const at = Math.floor((i * rows) / 450) * columns
    data.set([(thing * 97) % side, (thing * 61) % side, 80, 60, 0.6 + random() * 0.4], at)
    data[at + 5 + (thing % 80)] = 0.9
  }
  return { name: 'Identity', value: { dtype: 'float32', shape: [1, rows, columns], data } }
}

/** Raw scores of 21 classes per pixel, in patches. */
function maskScores(): NamedOutput {
  const classes = 21
  const data = new Float32Array(side * side * classes)
  for (let pixel = 0; pixel < side * side; pixel++) {
    const patch = (Math.floor(pixel / side / 40) * 7 + Math.floor((pixel % side) / 40)) % classes
    for (let k = 0; k < classes; k++) data[pixel * classes + k] = k === patch ? 4 : ((pixel + k) % 13) / 8
  }
  return { name: 'Identity', value: { dtype: 'float32', shape: [1, side, side, classes], data } }
}

/** Times of decoding rows of YOLO and a mask, and of matching and decoding them, as after a run; ms. */
export function decodeOutputs(times: number): DecodeTimes {
  const { found, ...boxes } = timesOfReading(times, yoloRows(), [])
  return { found, boxes, mask: timesOfReading(times, maskScores(), ['BiasAdd']) }
}

function timesOfReading(times: number, output: NamedOutput, ops: readonly string[]) {
  const context: ReadContext = {
    metadata: noMetadata,
    inputs: [{ name: 'x', dtype: 'float32', shape: [1, side, side, 3], geometry: null }],
    outputs: [{ name: output.name, shape: output.value.shape, trace: { ...noTrace, ops } }],
  }
  const [group] = readOutputs([output], context)
  if (group === undefined) throw new Error('There is no output.')
  const { options, interpretation } = group.shown
  if (interpretation.view !== 'boxes' && interpretation.view !== 'mask')
    throw new Error(`Read as ${interpretation.view} instead of boxes or a mask.`)
  const again = () => decode({ view: interpretation.view, uses: [output.name], options }, [output], context)
  const found = interpretation.view === 'boxes' ? (interpretation.data.rows[0]?.count ?? 0) : 0
  return { found, decode: timesOf(times, again), read: timesOf(times, () => readOutputs([output], context)) }
}

function timesOf(times: number, work: () => unknown): readonly number[] {
  return Array.from({ length: times }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
}
