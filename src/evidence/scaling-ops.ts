import { floatAttribute, stringAttribute } from '../graph/attributes.ts'
import { type ChannelMap, followedBy } from './channel-map.ts'
import type { KnownNumbers } from './constants.ts'
import type { StepCall, TraceStep } from './trace-step.ts'

/** `x · k`, `x − k`, `k − x` and the like, with a constant k; and the same with a random k, which is augmentation. */
export const arithmetic: TraceStep = async (call) => {
  const { node, maps, random } = call
  const [left, right] = maps
  const map = left ?? right
  if (map === undefined || (left !== undefined && right !== undefined)) return null
  if (node.op === 'Neg')
    return [
      followedBy(
        map,
        node,
        () => -1,
        () => 0,
      ),
    ]
  const other = left === undefined ? 0 : 1
  if (random[other] === true) return [map]
  const constant = await call.constant(other)
  if (constant === null) return null
  const axis = node.op.startsWith('BiasAdd') && stringAttribute(node.attributes, 'data_format') === 'NCHW' ? -3 : null
  const k = perChannel(constant, map, axis)
  if (k === null) return null
  const of = (c: number): number => k[c] ?? 0
  if (node.op === 'Mul') return [followedBy(map, node, of, () => 0)]
  if (node.op === 'Sub')
    return [
      left === undefined
        ? followedBy(map, node, () => -1, of)
        : followedBy(
            map,
            node,
            () => 1,
            (c) => -of(c),
          ),
    ]
  if (node.op === 'Add' || node.op === 'AddV2' || node.op.startsWith('BiasAdd'))
    return [followedBy(map, node, () => 1, of)]
  return left === undefined
    ? null
    : [
        followedBy(
          map,
          node,
          (c) => 1 / of(c),
          () => 0,
        ),
      ]
}

/** One number per channel; those of a mean picture are averaged. `null` if the shapes do not fit. */
function perChannel({ shape, data }: KnownNumbers, map: ChannelMap, given: number | null): readonly number[] | null {
  const count = map.factor.length
  if (data.length === 1) return new Array<number>(count).fill(data[0] as number)
  const axis = given !== null && shape.length === 1 ? -1 : map.axis
  if (axis === null || shape.at(axis) !== count) return null
  const inner = shape.slice(shape.length + axis + 1).reduce((product, size) => product * size, 1)
  const sums = new Array<number>(count).fill(0)
  for (let i = 0; i < data.length; i++) {
    const c = Math.floor(i / inner) % count
    sums[c] = (sums[c] as number) + (data[i] as number)
  }
  return sums.map((sum) => sum / (data.length / count))
}

/** Quantisation-aware training: the limits of the quantised input. */
export const fakeQuantised: TraceStep = async (call) => {
  const { op, attributes } = call.node
  const [map] = call.maps
  const given = op === 'FakeQuantWithMinMaxArgs'
  const low = given ? floatAttribute(attributes, 'min', -6) : await scalar(call, 1)
  const high = given ? floatAttribute(attributes, 'max', 6) : await scalar(call, 2)
  return map === undefined || low === null || high === null ? null : [limited(limited(map, low, 'low'), high, 'high')]
}

/**
 * Clips to constants. After augmentation that is not affine, a clip to 0…1 or 0…255 still states the range of the
 * input.
 */
export const clip: TraceStep = async (call) => {
  const { node, maps } = call
  const at = maps.findIndex((map) => map !== undefined)
  if (node.op === 'ClipByValue') {
    const [low, high] = [await scalar(call, 1), await scalar(call, 2)]
    if (low === null || high === null || (at < 0 && !isRange(high))) return null
    return [limited(limited(base(call), low, 'low'), high, 'high')]
  }
  const limit = (await scalar(call, at === 1 ? 0 : 1)) ?? (at < 0 ? await scalar(call, 0) : null)
  if (limit === null) return null
  // A lower limit alone is a ReLU.
  if (at < 0 && (node.op !== 'Minimum' || !isRange(limit))) return null
  return [limited(base(call), limit, node.op === 'Minimum' ? 'high' : 'low')]
}

const isRange = (high: number): boolean => high === 1 || high === 255

function base({ maps, restart }: StepCall): ChannelMap {
  return maps.find((map) => map !== undefined) ?? restart()
}

async function scalar(call: StepCall, index: number): Promise<number | null> {
  const found = await call.constant(index)
  return found?.data.length === 1 ? (found.data[0] as number) : null
}

function limited(map: ChannelMap, limit: number, side: 'low' | 'high'): ChannelMap {
  return { ...map, [side]: (limit - (map.offset[0] ?? 0)) / (map.factor[0] ?? 1) }
}
