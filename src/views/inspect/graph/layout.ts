import { type LayeredGraph, layered, type Point } from './layers.ts'
import { type Item, keyOf, type Level, Levels, type Structure } from './structure.ts'

/** A drawn group or node. px, from the left upper corner of the drawing. */
export interface Box extends Item {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** True for a group that shows what is in it. */
  readonly open: boolean
}

/** A drawn edge; its ends are `null` at the frame of an open group. */
export interface Line {
  readonly points: readonly Point[]
  readonly from: Item | null
  readonly to: Item | null
}

export interface Drawing {
  /** Frames of open groups before what is in them. */
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
  readonly width: number
  readonly height: number
}

export const boxSizes = {
  group: { width: 280, height: 46 },
  node: { width: 190, height: 28 },
  /** Between an open group's frame and what is in it; `head`: its title. */
  padding: 16,
  head: 32,
} as const

/** A laid out level: its boxes and lines from its own corner. */
interface Part extends Drawing {
  /** The open groups in it, which identify it. */
  readonly key: string
}

/** Lays out a structure; levels in which nothing was opened or closed are not laid out again. */
export class Layouts {
  readonly #levels: Levels
  readonly #parts = new Map<number, Part>()

  constructor(structure: Structure) {
    this.#levels = new Levels(structure)
  }

  /** `open`: groups that show what is in them; the whole model always does. */
  draw(open: ReadonlySet<number>): Drawing {
    return this.#part(0, open)
  }

  #part(group: number, open: ReadonlySet<number>): Part {
    const level = this.#levels.of(group)
    const inner = level.children.map((child) =>
      child.kind === 'group' && open.has(child.index) ? this.#part(child.index, open) : null,
    )
    const key = inner
      .map((part, i) => (part === null ? '' : `${keyOf(level.children[i] as Item)}(${part.key})`))
      .join('')
    const known = this.#parts.get(group)
    if (known?.key === key) return known
    const part = { key, ...drawLevel(level, inner, group === 0) }
    this.#parts.set(group, part)
    return part
  }
}

function drawLevel(level: Level, inner: readonly (Part | null)[], isWhole: boolean): Drawing {
  const { children } = level
  const sizes = children.map(({ kind }, i) => inner[i] ?? boxSizes[kind])
  const { graph, first } = withPorts(level, sizes, isWhole)
  const { centres, ways, width, height } = layered(graph)
  const margin = boxSizes.padding
  const top = isWhole ? margin : boxSizes.head + margin / 2
  const boxes: Box[] = []
  const lines: Line[] = []
  children.forEach((item, i) => {
    const size = sizes[i] ?? boxSizes.node
    const centre = centres[i + first] ?? { x: 0, y: 0 }
    const corner = { x: centre.x - size.width / 2 + margin, y: centre.y - size.height / 2 + top }
    const part = inner[i] ?? null
    boxes.push({ ...item, ...corner, width: size.width, height: size.height, open: part !== null })
    for (const box of part?.boxes ?? []) boxes.push({ ...box, x: box.x + corner.x, y: box.y + corner.y })
    for (const line of part?.lines ?? [])
      lines.push({ ...line, points: line.points.map((point) => moved(point, corner)) })
  })
  ways.forEach((way, i) => {
    const [from, to] = graph.edges[i] ?? [-1, -1]
    const points = way.map((point) => moved(point, { x: margin, y: top }))
    lines.push({ points, from: children[from - first] ?? null, to: children[to - first] ?? null })
  })
  const title = isWhole ? 0 : boxSizes.group.width
  return { boxes, lines, width: Math.max(title, width + 2 * margin), height: height + top + margin }
}

/** The graph of a level, with a port at the top for what enters it and one at the bottom for what leaves it. */
function withPorts({ edges, entering, leaving }: Level, sizes: LayeredGraph['sizes'], isWhole: boolean) {
  const port = { width: 2, height: 0 }
  const entry = isWhole || entering.length === 0 ? -1 : 0
  const first = entry + 1
  const exit = isWhole || leaving.length === 0 ? -1 : first + sizes.length
  const graph: LayeredGraph = {
    sizes: [...(entry < 0 ? [] : [port]), ...sizes, ...(exit < 0 ? [] : [port])],
    edges: [
      ...edges.map(([from, to]) => [from + first, to + first] as const),
      ...(entry < 0 ? [] : entering.map((to) => [entry, to + first] as const)),
      ...(exit < 0 ? [] : leaving.map((from) => [from + first, exit] as const)),
    ],
    entry,
    exit,
  }
  return { graph, first }
}

function moved({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y }
}
