import { type Graph, type GraphNode, producerOf } from '../../graph/graph.ts'

interface Named {
  readonly name: string
}

export interface Forms {
  readonly graph: Graph
  readonly asRun: Graph
  /** The described nodes of `graph` and of `asRun`. */
  readonly read: readonly Named[]
  readonly run: readonly Named[]
}

export interface Links {
  /** By node as read: the node as run that computes its value, or a later value of the same layer; `null` if none does. */
  readonly runOf: readonly (number | null)[]
  /** By node as run: what it was made from, ascending. */
  readonly readOf: readonly (readonly number[])[]
}

/** Connects both forms of a graph, by names, which passes keep for equal values, and by origins. */
export function linksOf({ graph, asRun, read, run }: Forms): Links {
  const runIndex = new Map(run.map(({ name }, i) => [name, i]))
  const byOrigin = new Map<string, number[]>()
  read.forEach(({ name }, i) => {
    for (const origin of originsOf(graph.nodes.get(name))) push(byOrigin, origin, i)
  })
  const readers = readersOf(graph, read)
  const runOf = new Array<number | null>(read.length).fill(null)
  // Readers come later, so that theirs is known.
  for (let i = read.length - 1; i >= 0; i--) {
    const { name } = read[i] as Named
    const origins = originsOf(graph.nodes.get(name))
    const madeFromIt = (target: number | null | undefined): target is number =>
      target != null && originsOf(asRun.nodes.get(run[target]?.name ?? '')).some((origin) => origins.includes(origin))
    runOf[i] = runIndex.get(name) ?? readers[i]?.map((reader) => runOf[reader]).find(madeFromIt) ?? null
  }
  const readOf = run.map((): number[] => [])
  runOf.forEach((target, i) => {
    if (target !== null) readOf[target]?.push(i)
  })
  // Nodes that a pass created have no value in common with the graph as read.
  run.forEach(({ name }, i) => {
    if (readOf[i]?.length !== 0) return
    for (const origin of originsOf(asRun.nodes.get(name))) readOf[i]?.push(...(byOrigin.get(origin) ?? []))
    readOf[i]?.sort((a, b) => a - b)
  })
  return { runOf, readOf }
}

function originsOf(node: GraphNode | undefined): readonly string[] {
  return node?.origin ?? []
}

function readersOf(graph: Graph, read: readonly Named[]): readonly (readonly number[])[] {
  const index = new Map(read.map(({ name }, i) => [name, i]))
  const readers = read.map((): number[] => [])
  read.forEach(({ name }, i) => {
    for (const input of graph.nodes.get(name)?.inputs ?? []) {
      const producer = index.get(producerOf(input))
      if (producer !== undefined) readers[producer]?.push(i)
    }
  })
  return readers
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
