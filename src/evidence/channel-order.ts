import { intAttribute } from '../graph/attributes.ts'
import { type ChannelMap, joined, selected } from './channel-map.ts'
import type { StepCall, TraceStep } from './trace-step.ts'

/** Ops that move dimensions, or choose, reverse, split and join channels. */
export const reorder: TraceStep = async (call) => {
  const map = call.maps.find((each) => each !== undefined)
  const step = steps[call.node.op]
  return map === undefined || step === undefined ? null : step(call, map)
}

type Reorder = (call: StepCall, map: ChannelMap) => Promise<readonly ChannelMap[] | null>

const numbers = async (call: StepCall, index: number): Promise<readonly number[] | null> => {
  const found = await call.constant(index)
  return found === null ? null : Array.from(found.data)
}

/** An axis of input 0 counted from the end. */
function fromEnd(call: StepCall, axis: number, index = 0): number | null {
  const rank = call.shape(index)?.length
  return rank === undefined ? null : axis < 0 ? axis : axis - rank
}

const steps: Readonly<Record<string, Reorder>> = {
  Transpose: async (call, map) => {
    const order = await numbers(call, 1)
    if (order === null || map.axis === null) return null
    const place = order.indexOf(order.length + map.axis)
    return place < 0 ? null : [{ ...map, axis: place - order.length }]
  },
  Reshape: async (call, map) => {
    const shape = await numbers(call, 1)
    const keeps = shape === null ? map.factor.length === 1 : shape.at(map.axis ?? 0) === map.factor.length
    return [{ ...map, axis: keeps ? map.axis : null }]
  },
  Slice: async (call, map) => {
    const [begin, size] = [await numbers(call, 1), await numbers(call, 2)]
    const first = begin?.at(map.axis ?? 0) ?? 0
    const count = size?.at(map.axis ?? 0) ?? -1
    return [chosen(call, map, (c) => c >= first && (count < 0 || c < first + count))]
  },
  StridedSlice: async (call, map) => stridedSlice(call, map),
  ReverseV2: async (call, map) => {
    const axes = await numbers(call, 1)
    if (axes === null) return null
    const reverses = axes.some((axis) => fromEnd(call, axis) === map.axis)
    return [
      reverses
        ? selected(
            map,
            call.node,
            map.factor.map((_, c) => map.factor.length - 1 - c),
          )
        : map,
    ]
  },
  GatherV2: async (call, map) => {
    const [indices, axis] = [await numbers(call, 1), await numbers(call, 2)]
    if (call.maps[0] === undefined || indices === null || axis === null) return null
    return [fromEnd(call, axis[0] ?? 0) === map.axis ? selected(map, call.node, indices) : map]
  },
  Split: async (call, map) => {
    const axis = fromEnd(call, (await numbers(call, 0))?.[0] ?? 0, 1)
    return parts(call, map, axis, intAttribute(call.node.attributes, 'num_split', 1))
  },
  SplitV: async (call, map) => {
    const axis = fromEnd(call, (await numbers(call, 2))?.[0] ?? 0)
    return parts(call, map, axis, intAttribute(call.node.attributes, 'num_split', 1))
  },
  Unpack: async (call, map) => {
    const axis = fromEnd(call, intAttribute(call.node.attributes, 'axis'))
    const made = parts(call, map, axis, intAttribute(call.node.attributes, 'num', 1))
    return axis === map.axis ? (made?.map((part) => ({ ...part, axis: null })) ?? null) : made
  },
  ConcatV2: async (call, map) => {
    const axis = fromEnd(call, (await numbers(call, call.maps.length - 1))?.[0] ?? 0)
    const maps = call.maps.slice(0, -1).flatMap((each) => each ?? [])
    if (axis !== map.axis) return [map]
    return maps.length === call.maps.length - 1 && axis !== null ? [joined(maps, call.node, axis)] : null
  },
  Pack: async (call, map) => {
    const maps = call.maps.flatMap((each) => each ?? [])
    const axis = intAttribute(call.node.attributes, 'axis')
    const rank = call.shape(0)?.length
    if (maps.length < call.maps.length) return null
    const last = axis === -1 || axis === rank
    return maps.every(({ factor }) => factor.length === 1) && maps.length > 1
      ? [joined(maps, call.node, last ? -1 : axis - (rank ?? 0) - 1)]
      : [map]
  },
}

/** Equal parts along the channels, or the same map for each part along another axis. */
function parts(call: StepCall, map: ChannelMap, axis: number | null, count: number): readonly ChannelMap[] | null {
  if (axis !== map.axis) return new Array<ChannelMap>(count).fill(map)
  const size = map.factor.length / count
  if (!Number.isInteger(size)) return null
  return Array.from({ length: count }, (_, part) =>
    selected(
      map,
      call.node,
      Array.from({ length: size }, (__, c) => part * size + c),
    ),
  )
}

function chosen(call: StepCall, map: ChannelMap, keeps: (channel: number) => boolean): ChannelMap {
  const kept = map.factor.flatMap((_, c) => (keeps(c) ? [c] : []))
  return kept.length === map.factor.length ? map : selected(map, call.node, kept)
}

/** `x[..., ::-1]`, `x[..., 0:1]`, `x[..., 2]`; slices along other dimensions crop or choose pictures. */
async function stridedSlice(call: StepCall, map: ChannelMap): Promise<readonly ChannelMap[] | null> {
  const [begin, end, strides] = [await numbers(call, 1), await numbers(call, 2), await numbers(call, 3)]
  const rank = call.shape(0)?.length
  if (begin === null || end === null || strides === null) return null
  const { attributes } = call.node
  const mask = (name: string): number => intAttribute(attributes, name)
  const axis = map.axis
  if (axis === null || rank === undefined) return [map]
  // Entries after an ellipsis count from the end.
  const ellipsis = mask('ellipsis_mask')
  const entry = ellipsis !== 0 ? begin.length + axis : rank + axis
  const isSet = entry >= 0 && entry < begin.length && (ellipsis & (1 << entry)) === 0
  if (!isSet || mask('new_axis_mask') !== 0) return [map]
  const bit = 1 << entry
  const count = map.factor.length
  const stride = strides[entry] ?? 1
  const wrap = (index: number): number => (index < 0 ? index + count : index)
  const from = (mask('begin_mask') & bit) !== 0 ? (stride < 0 ? count - 1 : 0) : wrap(begin[entry] ?? 0)
  if ((mask('shrink_axis_mask') & bit) !== 0) return [{ ...selected(map, call.node, [from]), axis: null }]
  const to = (mask('end_mask') & bit) !== 0 ? (stride < 0 ? -1 : count) : wrap(end[entry] ?? count)
  const picked: number[] = []
  for (let c = from; stride < 0 ? c > to : c < to; c += stride === 0 ? count : stride)
    if (c >= 0 && c < count) picked.push(c)
  const whole = picked.length === count && picked.every((c, i) => c === i)
  return [whole ? map : selected(map, call.node, picked)]
}
