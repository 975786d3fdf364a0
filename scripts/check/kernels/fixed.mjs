import { caseOf } from './families/index.mjs'

/**
 * @typedef {import('./draw.mjs').Case} Case
 * @typedef {readonly [family: string, isWanted?: (drawn: Case, shape: readonly number[]) => boolean]} Kind
 */

/** Cases of this seed run on the page in `npm test`. */
export const fixedSeed = 15

/** @param {readonly number[]} shape */
const isLong = (shape) => shape.some((dim) => dim > 40)
/** @param {Case} drawn @param {string} key */
const flag = ({ nodes }, key) => nodes[0]?.attributes[key]?.b === true
/** @param {Case} drawn */
const typeOf = ({ inputs }) => inputs[0]?.dtype
/** @param {Case} drawn */
const hasFreeSizes = ({ inputs }) => inputs.some(({ free }) => free.length > 0)

/** One case per kernel family, if possible one that the GPU backends of TensorFlow.js 4.22 get wrong. */
const kinds = /** @type {readonly Kind[]} */ ([
  ['conv2d'],
  ['depthwise'],
  ['conv3d', ({ nodes }) => nodes.some(({ op }) => op === 'LeakyRelu')],
  ['maxpool-argument', ({ inputs }) => inputs[0]?.data.every((value) => value >= 0) ?? false],
  ['matmul', (_, shape) => isLong(shape)],
  ['binary', (_, shape) => shape.length > 4],
  [
    'cast',
    ({ nodes, inputs }) => nodes[0]?.attributes.DstT.type === 'int32' && !inputs[0]?.data.every(Number.isFinite),
  ],
  ['clip', ({ inputs }, shape) => shape.length > 1 && (inputs[0]?.data.some(Number.isNaN) ?? false)],
  ['select', (_, shape) => shape.length > 4],
  ['reduce-int32', (_, shape) => shape.length > 2],
  ['argmax', (drawn, shape) => isLong(shape) && typeOf(drawn) === 'int32'],
  // Two lengths: the code of a program contains it.
  ['cumulative', (drawn, shape) => flag(drawn, 'reverse') && shape.length === 1 && !isLong(shape)],
  ['cumulative', (drawn, shape) => flag(drawn, 'reverse') && shape.length === 1 && isLong(shape)],
  ['top-k', (_, shape) => isLong(shape.slice(-1))],
  ['mirror-pad', (drawn, shape) => shape.length > 4 && hasFreeSizes(drawn)],
  ['strided-slice', (drawn, shape) => shape.length > 4 && hasFreeSizes(drawn)],
  ['broadcast', (_, shape) => shape.length > 4],
  ['transpose', (drawn, shape) => shape.length > 2 && typeOf(drawn) === 'int32'],
  ['resize'],
  ['crop-and-resize', ({ inputs }, [pictures = 0]) => pictures > Number(inputs[1]?.shape[0])],
  ['made', ({ nodes, inputs }) => nodes[0]?.op === 'LinSpace' && inputs[2]?.data[0] === 1],
  ['suppression'],
  ['early', ({ nodes, inputs }, shape) => nodes[0]?.op === 'Reverse' && shape.length === 1 && inputs[1]?.data[0] === 0],
  ['fft', (drawn, shape) => shape.length > 2 && drawn.inputs.some(({ free }) => free.includes(shape.length - 1))],
])

/** The numbers of the cases: for each kind the first whose inputs begin on the GPU. */
export function fixedCases() {
  /** @type {Map<Kind, number>} */
  const found = new Map()
  for (let id = 0; found.size < kinds.length && id < 50_000; id++) {
    if (id % 4 < 2) continue
    const drawn = caseOf(fixedSeed, id)
    const shape = drawn.inputs[0]?.shape ?? []
    const kind = kinds.find((one) => !found.has(one) && one[0] === drawn.family && (one[1]?.(drawn, shape) ?? true))
    if (kind !== undefined) found.set(kind, id)
  }
  return [...found.values()]
}
