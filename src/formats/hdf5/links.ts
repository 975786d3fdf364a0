import { leavesOf } from './btree-v1.ts'
import { recordsOf } from './btree-v2.ts'
import type { Cursor } from './cursor.ts'
import { FractalHeap } from './fractal-heap.ts'
import { LocalHeap } from './local-heap.ts'
import { type Message, messageTypes } from './object-header.ts'
import type { Space } from './space.ts'

/** A hard link: a name in a group, and the object header it points to. */
export interface Link {
  readonly name: string
  readonly address: number
  /** Where the file stores it, and when it was created. */
  readonly order: number
}

/** Where the links of an old-style group are. */
export interface SymbolTable {
  readonly tree: number
  readonly heap: number
}

const groupTypes: ReadonlySet<number> = new Set([messageTypes.symbolTable, messageTypes.linkInfo, messageTypes.link])

/** Whether these messages belong to a group. */
export function isGroup(messages: readonly Message[]): boolean {
  return messages.some(({ type }) => groupTypes.has(type))
}

/** The symbol table of a group that has nothing else; `null` for any other. */
export function symbolTableOf(messages: readonly Message[]): SymbolTable | null {
  const of = messages.filter(({ type }) => groupTypes.has(type))
  const [first] = of
  return first?.type === messageTypes.symbolTable && of.length === 1 ? readSymbolTable(first.body) : null
}

function readSymbolTable(body: Cursor): SymbolTable {
  return { tree: body.address(), heap: body.address() }
}

/** The hard links of a group of either style; soft and external links are left out. */
export function linksOf(space: Space, messages: readonly Message[]): readonly Link[] {
  const links: Link[] = []
  for (const { type, body } of messages) {
    const link = type === messageTypes.link ? readLink(body) : null
    if (link !== null) links.push(link)
    else if (type === messageTypes.symbolTable) links.push(...symbolLinks(space, readSymbolTable(body)))
    else if (type === messageTypes.linkInfo) links.push(...denseLinks(space, body))
  }
  return links.sort((a, b) => a.order - b.order)
}

/** The hard links of an old-style group. */
export function symbolLinks(space: Space, table: SymbolTable): readonly Link[] {
  const heap = LocalHeap.read(space, table.heap)
  const links: Link[] = []
  for (const { address } of leavesOf(space, table.tree, 0, space.lengthSize, noKey))
    readSymbolNode(space, heap, address, links)
  return links
}

function noKey(): null {
  return null
}

function readSymbolNode(space: Space, heap: LocalHeap, address: number, into: Link[]): void {
  const what = 'a group node'
  const head = space.at(address, 8, what)
  head.expect('SNOD')
  head.skip(2)
  const count = head.u16()
  const entrySize = 2 * space.offsetSize + 24
  const body = space.at(address + 8, count * entrySize, what)
  for (let i = 0; i < count; i++) {
    const entry = body.sub(entrySize)
    const name = heap.name(entry.address())
    const target = entry.offset()
    const soft = entry.u32() === 2
    if (!soft && target !== null) into.push({ name, address: target, order: 0 })
  }
}

function denseLinks(space: Space, body: Cursor): readonly Link[] {
  body.skip(1)
  if (body.u8() & 1) body.skip(8)
  const heapAddress = body.offset()
  const index = body.offset()
  if (heapAddress === null || index === null) return []
  const heap = FractalHeap.read(space, heapAddress)
  const links: Link[] = []
  for (const record of recordsOf(space, index)) {
    record.skip(4)
    const link = readLink(heap.object(record))
    if (link !== null) links.push(link)
  }
  return links
}

const decoder = new TextDecoder()

/** A link message (IV.A.2.g). */
function readLink(body: Cursor): Link | null {
  body.skip(1)
  const flags = body.u8()
  const type = flags & 8 ? body.u8() : 0
  const order = flags & 4 ? body.uint(8) : 0
  if (flags & 16) body.skip(1)
  const name = decoder.decode(body.take(body.uint(1 << (flags & 3))))
  return type === 0 ? { name, address: body.address(), order } : null
}
