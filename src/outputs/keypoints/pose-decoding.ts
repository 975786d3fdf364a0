import type { Instance } from './layout.ts'

/** The maps of one picture, `[height, width, channels]` each; positions are in pixels of the input. */
export interface PoseMaps {
  readonly width: number
  readonly height: number
  readonly stride: number
  /** Scores 0…1 of 17 parts. */
  readonly heat: ArrayLike<number>
  /** From the cell to the part: y of part k in channel k, x in channel 17 + k. */
  readonly offsets: ArrayLike<number>
  /** From the source of each edge to its target, and back: y of edge e in channel e, x in channel 16 + e. */
  readonly forward: ArrayLike<number> | null
  readonly backward: ArrayLike<number> | null
}

const parts = 17

/** The edges of the tree from the nose on. */
const edges: readonly (readonly [source: number, target: number])[] = [
  [0, 1],
  [1, 3],
  [0, 2],
  [2, 4],
  [0, 5],
  [5, 7],
  [7, 9],
  [5, 11],
  [11, 13],
  [13, 15],
  [0, 6],
  [6, 8],
  [8, 10],
  [6, 12],
  [12, 14],
  [14, 16],
]

/** Scores of peaks from which a person is followed. */
const rootScore = 0.5
/** The same part of two people is at least this far apart, px. */
const apart = 20
const mostPeople = 20
/** A part is moved to the offset of its nearest cell this many times. */
const refinements = 2

/** The best position of each part, whoever it belongs to. */
export function bestPoints(maps: PoseMaps): Instance {
  const { width, height, heat } = maps
  const x = new Float32Array(parts)
  const y = new Float32Array(parts)
  const pointScore = new Float32Array(parts)
  for (let part = 0; part < parts; part++) {
    let best = 0
    for (let cell = 1; cell < width * height; cell++) {
      if (scoreAt(heat, cell, part) > scoreAt(heat, best, part)) best = cell
    }
    const point = partIn(maps, best, part)
    x[part] = point.x
    y[part] = point.y
    pointScore[part] = scoreAt(heat, best, part)
  }
  return { score: mean(pointScore), x, y, pointScore }
}

/**
 * The people in a picture, as PoseNet's authors decode them: the highest peaks are roots, and the displacements lead from
 * each part to the next. A peak near the same part of a person that was already found belongs to that person.
 */
export function people(maps: PoseMaps): readonly Instance[] {
  const found: Instance[] = []
  for (const { cell, part } of peaks(maps)) {
    if (found.length === mostPeople) break
    const root = partIn(maps, cell, part)
    if (found.some((person) => isNear(person, part, root))) continue
    const person = follow(maps, part, root, scoreAt(maps.heat, cell, part))
    found.push({ ...person, score: ownScore(person, found) })
  }
  return found
}

interface Point {
  readonly x: number
  readonly y: number
}

interface Person {
  readonly x: Float32Array
  readonly y: Float32Array
  readonly pointScore: Float32Array
}

function scoreAt(heat: ArrayLike<number>, cell: number, part: number): number {
  return heat[cell * parts + part] as number
}

/** The position of a part by the offset of a cell. */
function partIn({ width, stride, offsets }: PoseMaps, cell: number, part: number): Point {
  return {
    x: (cell % width) * stride + (offsets[cell * parts * 2 + parts + part] as number),
    y: Math.floor(cell / width) * stride + (offsets[cell * parts * 2 + part] as number),
  }
}

function cellAt({ width, height, stride }: PoseMaps, { x, y }: Point): number {
  const column = Math.max(0, Math.min(width - 1, Math.round(x / stride)))
  const row = Math.max(0, Math.min(height - 1, Math.round(y / stride)))
  return row * width + column
}

/** Cells that are the largest among their neighbours, best first. */
function peaks({ width, height, heat }: PoseMaps): readonly { readonly cell: number; readonly part: number }[] {
  const found: { cell: number; part: number; score: number }[] = []
  for (let cell = 0; cell < width * height; cell++) {
    for (let part = 0; part < parts; part++) {
      const score = scoreAt(heat, cell, part)
      if (score >= rootScore && isPeak(heat, width, height, cell, part)) found.push({ cell, part, score })
    }
  }
  return found.sort((a, b) => b.score - a.score)
}

function isPeak(heat: ArrayLike<number>, width: number, height: number, cell: number, part: number): boolean {
  const row = Math.floor(cell / width)
  const column = cell % width
  const score = scoreAt(heat, cell, part)
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
      if (scoreAt(heat, y * width + x, part) > score) return false
    }
  }
  return true
}

/** Follows the tree from a root: first towards the nose, then away from it. */
function follow(maps: PoseMaps, root: number, at: Point, score: number): Person {
  const person: Person = {
    x: new Float32Array(parts),
    y: new Float32Array(parts),
    pointScore: new Float32Array(parts),
  }
  const known = new Set<number>()
  const place = (part: number, point: Point, own: number) => {
    person.x[part] = point.x
    person.y[part] = point.y
    person.pointScore[part] = own
    known.add(part)
  }
  const step = (edge: number, from: number, to: number, displacements: ArrayLike<number> | null) => {
    if (displacements === null || !known.has(from) || known.has(to)) return
    const next = displaced(maps, edge, { x: person.x[from] as number, y: person.y[from] as number }, to, displacements)
    place(to, next, scoreAt(maps.heat, cellAt(maps, next), to))
  }
  place(root, at, score)
  for (let edge = edges.length - 1; edge >= 0; edge--) {
    const [source, target] = edges[edge] as readonly [number, number]
    step(edge, target, source, maps.backward)
  }
  for (const [edge, [source, target]] of edges.entries()) step(edge, source, target, maps.forward)
  return person
}

function displaced(maps: PoseMaps, edge: number, from: Point, part: number, displacements: ArrayLike<number>): Point {
  const at = cellAt(maps, from) * edges.length * 2
  let point: Point = {
    x: from.x + (displacements[at + edges.length + edge] as number),
    y: from.y + (displacements[at + edge] as number),
  }
  for (let i = 0; i < refinements; i++) point = partIn(maps, cellAt(maps, point), part)
  return point
}

function isNear({ x, y }: Instance, part: number, point: Point): boolean {
  return Math.hypot((x[part] as number) - point.x, (y[part] as number) - point.y) <= apart
}

/** The mean score of the parts, where those that lie on another person's count as 0. */
function ownScore({ x, y, pointScore }: Person, others: readonly Instance[]): number {
  const own = pointScore.map((score, part) => {
    const point = { x: x[part] as number, y: y[part] as number }
    return others.some((person) => isNear(person, part, point)) ? 0 : score
  })
  return mean(own)
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
