import type { GraphNode } from '../graph/graph.ts'

/**
 * How the values of a picture or a row reach a place of the graph: channel c holds `factor[c] · x + offset[c]`, with x
 * the input's channel `from[c]`.
 */
export interface ChannelMap {
  readonly from: readonly number[]
  readonly factor: readonly number[]
  readonly offset: readonly number[]
  /** Index of the channel dimension from the end: −1 with channels last; `null` once the channels are merged. */
  readonly axis: number | null
  /** The nodes that changed values or their order. */
  readonly by: readonly GraphNode[]
  /** Limits to which the model clips, in units of the input. */
  readonly low: number | null
  readonly high: number | null
}

/** The input itself. */
export function identityMap(channels: number, axis: number | null): ChannelMap {
  return {
    from: Array.from({ length: channels }, (_, c) => c),
    factor: new Array<number>(channels).fill(1),
    offset: new Array<number>(channels).fill(0),
    axis,
    by: [],
    low: null,
    high: null,
  }
}

/** The map followed by `x · factor + offset`, per channel. */
export function followedBy(
  map: ChannelMap,
  node: GraphNode,
  factor: (channel: number) => number,
  offset: (channel: number) => number,
): ChannelMap {
  return {
    ...map,
    factor: map.factor.map((a, c) => a * factor(c)),
    offset: map.offset.map((b, c) => b * factor(c) + offset(c)),
    by: [...map.by, node],
  }
}

/** Only these channels, in this order. */
export function selected(map: ChannelMap, node: GraphNode, channels: readonly number[]): ChannelMap {
  const pick = (values: readonly number[]): readonly number[] => channels.map((c) => values[c] ?? Number.NaN)
  return { ...map, from: pick(map.from), factor: pick(map.factor), offset: pick(map.offset), by: [...map.by, node] }
}

/** The channels of several maps, one after another. */
export function joined(maps: readonly ChannelMap[], node: GraphNode, axis: number): ChannelMap {
  return {
    from: maps.flatMap(({ from }) => from),
    factor: maps.flatMap(({ factor }) => factor),
    offset: maps.flatMap(({ offset }) => offset),
    axis,
    by: [...new Set(maps.flatMap(({ by }) => by)), node],
    low: maps[0]?.low ?? null,
    high: maps[0]?.high ?? null,
  }
}

/** Whether nothing that matters has happened to the values and their order. */
export function isIdentity({ from, factor, offset }: ChannelMap): boolean {
  return from.every((c, i) => c === i) && factor.every((a) => a === 1) && offset.every((b) => b === 0)
}

export function sameValues(a: ChannelMap, b: ChannelMap): boolean {
  const same = (x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((value, i) => value === y[i])
  return same(a.from, b.from) && same(a.factor, b.factor) && same(a.offset, b.offset)
}
