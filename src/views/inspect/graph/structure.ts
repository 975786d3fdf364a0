/** What a layout needs of one form of the graph. Plain data, so that it can cross to the worker. */
export interface Structure {
  /** By group: the group around it; -1 for the whole model, which is the first one. */
  readonly parents: readonly number[]
  /** By node: its group. */
  readonly groupOf: readonly number[]
  /** By node: the producers of its inputs. */
  readonly inputs: readonly (readonly number[])[]
}

/** A group or a node in the drawing. */
export interface Item {
  readonly kind: 'group' | 'node'
  readonly index: number
}

export const keyOf = ({ kind, index }: Item): string => `${kind === 'group' ? 'g' : 'n'}${index}`

/** The item with a key. */
export function itemOf(key: string): Item {
  return { kind: key.startsWith('g') ? 'group' : 'node', index: Number(key.slice(1)) }
}

/** The children of a group that have nodes, in the order of computation, and the edges among them. */
export interface Level {
  readonly group: number
  readonly children: readonly Item[]
  /** Pairs of positions in `children`, each once. */
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** Positions of children that read from, or are read from, outside the group. */
  readonly entering: readonly number[]
  readonly leaving: readonly number[]
}

/** The levels of a structure, each built when it is first asked for. */
export class Levels {
  readonly #structure: Structure
  readonly #levels = new Map<number, Level>()
  /** By group: the nodes in it, at any depth. */
  readonly #members: readonly (readonly number[])[]
  readonly #readers: readonly (readonly number[])[]
  readonly #depths: readonly number[]

  constructor(structure: Structure) {
    this.#structure = structure
    const { parents, groupOf, inputs } = structure
    const depths: number[] = []
    for (const parent of parents) depths.push(parent < 0 ? 0 : (depths[parent] ?? 0) + 1)
    this.#depths = depths
    const members = parents.map((): number[] => [])
    groupOf.forEach((group, node) => {
      for (let at = group; at >= 0; at = parents[at] ?? -1) members[at]?.push(node)
    })
    this.#members = members
    const readers = groupOf.map((): number[] => [])
    inputs.forEach((producers, node) => {
      for (const producer of producers) readers[producer]?.push(node)
    })
    this.#readers = readers
  }

  of(group: number): Level {
    const known = this.#levels.get(group)
    if (known !== undefined) return known
    const level = this.#build(group)
    this.#levels.set(group, level)
    return level
  }

  #build(group: number): Level {
    const { inputs } = this.#structure
    const places = new Map<string, number>()
    const children: Item[] = []
    const placeOf = (node: number): number | undefined => {
      const item = this.#childWith(group, node)
      if (item === null) return undefined
      const key = keyOf(item)
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, children.length)
      return children.push(item) - 1
    }
    const members = this.#members[group] ?? []
    for (const node of members) placeOf(node)
    const edges = new Map<string, readonly [number, number]>()
    const entering = new Set<number>()
    const leaving = new Set<number>()
    for (const node of members) {
      const to = placeOf(node) as number
      for (const producer of inputs[node] ?? []) {
        const from = placeOf(producer)
        if (from === undefined) entering.add(to)
        else if (from !== to) edges.set(`${from}>${to}`, [from, to])
      }
      if (this.#readers[node]?.some((reader) => placeOf(reader) === undefined) === true) leaving.add(to)
    }
    return { group, children, edges: [...edges.values()], entering: [...entering], leaving: [...leaving] }
  }

  /** The child of a group that contains a node; `null` if the node is outside. */
  #childWith(group: number, node: number): Item | null {
    const { parents, groupOf } = this.#structure
    let at = groupOf[node] ?? -1
    if (at === group) return { kind: 'node', index: node }
    const depth = (this.#depths[group] ?? 0) + 1
    while (at >= 0 && (this.#depths[at] ?? 0) > depth) at = parents[at] ?? -1
    return at >= 0 && parents[at] === group ? { kind: 'group', index: at } : null
  }
}
