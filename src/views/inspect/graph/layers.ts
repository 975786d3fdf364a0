/** A layered layout of one level: ranks by the longest path, few crossings, straight chains. All sizes in px. */
export interface LayeredGraph {
  readonly sizes: readonly { readonly width: number; readonly height: number }[]
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** A node to place above all others, and one to place below them; -1 for none. */
  readonly entry: number
  readonly exit: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Layered {
  /** The centre of each node. */
  readonly centres: readonly Point[]
  /** The way of each edge, from border to border. */
  readonly ways: readonly (readonly Point[])[]
  readonly width: number
  readonly height: number
}

const gapX = 26
const gapY = 30
/** Width of the lane of an edge that passes a layer. */
const laneWidth = 14
/** More lanes than this are not worth their time; the edges are drawn across. */
const mostLanes = 6000
const sweeps = 4

interface Place {
  readonly width: number
  readonly height: number
  readonly rank: number
  readonly up: number[]
  readonly down: number[]
  x: number
}

/**
 * Nodes are expected in an order of computation; an edge against it is drawn, but has no influence. Ranks and the order
 * within a layer depend on the edges alone, so that a change of a size moves nodes without mixing them up.
 */
export function layered(graph: LayeredGraph): Layered {
  const { sizes, edges } = graph
  const ranks = ranksOf(graph)
  const places: Place[] = sizes.map(({ width, height }, i) => ({
    width,
    height,
    rank: ranks[i] ?? 0,
    up: [],
    down: [],
    x: 0,
  }))
  const lanes = edges.map(([from, to]) => addLanes(places, from, to))
  const layers = orderedLayers(places)
  setX(places, layers)
  const left = Math.min(0, ...places.map(({ x, width }) => x - width / 2))
  const right = Math.max(0, ...places.map(({ x, width }) => x + width / 2))
  const { tops, heights, height } = rows(places, layers)
  const centreY = (place: Place) => (tops[place.rank] ?? 0) + (heights[place.rank] ?? 0) / 2
  const point = (index: number): Point => {
    const place = places[index] as Place
    return { x: place.x - left, y: centreY(place) }
  }
  const border = (index: number, side: 1 | -1): Point => {
    const { x, y } = point(index)
    return { x, y: y + (side * (places[index]?.height ?? 0)) / 2 }
  }
  return {
    centres: sizes.map((_, i) => point(i)),
    ways: edges.map(([from, to], i) => [border(from, 1), ...(lanes[i] ?? []).map(point), border(to, -1)]),
    width: right - left,
    height,
  }
}

/** The longest path from a source; a source is placed next to its first reader. */
function ranksOf({ sizes: { length: count }, edges, entry, exit }: LayeredGraph): readonly number[] {
  const ranks = new Array<number>(count).fill(0)
  const into = Array.from({ length: count }, (): number[] => [])
  const out = Array.from({ length: count }, (): number[] => [])
  for (const [from, to] of edges) {
    if (from >= to) continue
    into[to]?.push(from)
    out[from]?.push(to)
  }
  for (let i = 0; i < count; i++)
    for (const from of into[i] ?? []) ranks[i] = Math.max(ranks[i] ?? 0, (ranks[from] ?? 0) + 1)
  for (let i = 0; i < count; i++) {
    const readers = out[i] ?? []
    if (i !== entry && into[i]?.length === 0 && readers.length > 0)
      ranks[i] = Math.min(...readers.map((to) => ranks[to] ?? 0)) - 1
  }
  if (exit >= 0) ranks[exit] = Math.max(ranks[exit] ?? 0, ...ranks)
  return ranks
}

/** Adds a place in each layer that an edge passes; returns them. */
function addLanes(places: Place[], from: number, to: number): readonly number[] {
  const [start, end] = [places[from] as Place, places[to] as Place]
  const lanes: number[] = []
  let last = from
  const connect = (next: number) => {
    places[last]?.down.push(next)
    places[next]?.up.push(last)
    last = next
  }
  if (end.rank <= start.rank) return lanes
  if (places.length < mostLanes)
    for (let rank = start.rank + 1; rank < end.rank; rank++) {
      const lane = places.push({ width: laneWidth, height: 0, rank, up: [], down: [], x: 0 }) - 1
      lanes.push(lane)
      connect(lane)
    }
  connect(to)
  return lanes
}

/** The places of each rank, ordered by the means of their neighbours, alternately from above and from below. */
function orderedLayers(places: readonly Place[]): readonly number[][] {
  const layers: number[][] = []
  places.forEach(({ rank }, i) => {
    layers[rank] ??= []
    layers[rank]?.push(i)
  })
  const position = new Float64Array(places.length)
  const number = (layer: readonly number[]) => {
    layer.forEach((place, i) => {
      position[place] = i
    })
  }
  for (const layer of layers) number(layer)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const down = sweep % 2 === 0
    for (const layer of down ? layers : [...layers].reverse()) {
      const wanted = new Map(
        layer.map((i) => [i, meanOf(places[i]?.[down ? 'up' : 'down'] ?? [], position, position[i] ?? 0)]),
      )
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0))
      number(layer)
    }
  }
  return layers
}

function meanOf(indices: readonly number[], values: { readonly [index: number]: number }, otherwise: number): number {
  if (indices.length === 0) return otherwise
  return indices.reduce((sum, i) => sum + (values[i] ?? 0), 0) / indices.length
}

/** Centres: first side by side, then each layer as near to its neighbours as its order allows. */
function setX(places: readonly Place[], layers: readonly (readonly number[])[]): void {
  for (const layer of layers)
    placeLayer(
      places,
      layer,
      layer.map(() => 0),
    )
  for (const [side, order] of [
    ['up', layers],
    ['down', [...layers].reverse()],
    ['up', layers],
    ['down', [...layers].reverse()],
  ] as const)
    for (const layer of order)
      placeLayer(
        places,
        layer,
        layer.map((i) => {
          const near = places[i]?.[side] ?? []
          const place = places[i] as Place
          return near.length === 0 ? place.x : near.reduce((sum, n) => sum + (places[n]?.x ?? 0), 0) / near.length
        }),
      )
}

/**
 * Places a layer with the least squared distance from the wanted centres: isotonic regression, by pooling neighbours
 * that would overlap.
 */
function placeLayer(places: readonly Place[], layer: readonly number[], wanted: readonly number[]): void {
  const offsets: number[] = []
  layer.forEach((index, i) => {
    const before = layer[i - 1]
    const gap = before === undefined ? 0 : ((places[before]?.width ?? 0) + (places[index]?.width ?? 0)) / 2 + gapX
    offsets.push((offsets[i - 1] ?? 0) + gap)
  })
  const pools: { sum: number; count: number }[] = []
  wanted.forEach((x, i) => {
    let pool = { sum: x - (offsets[i] ?? 0), count: 1 }
    for (let top = pools.at(-1); top !== undefined && top.sum / top.count > pool.sum / pool.count; top = pools.at(-1)) {
      pool = { sum: pool.sum + top.sum, count: pool.count + top.count }
      pools.pop()
    }
    pools.push(pool)
  })
  let i = 0
  for (const { sum, count } of pools)
    for (let k = 0; k < count; k++, i++) {
      const place = places[layer[i] ?? -1]
      if (place !== undefined) place.x = sum / count + (offsets[i] ?? 0)
    }
}

function rows(places: readonly Place[], layers: readonly (readonly number[])[]) {
  const heights = layers.map((layer) => Math.max(0, ...layer.map((i) => places[i]?.height ?? 0)))
  const tops: number[] = []
  let y = 0
  for (const height of heights) {
    tops.push(y)
    y += height + gapY
  }
  return { tops, heights, height: Math.max(0, y - gapY) }
}
