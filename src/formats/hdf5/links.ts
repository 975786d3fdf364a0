import { leavesOf } from './btree-v1.ts'
import { recordsOf } from './btree-v2.ts'
import type { Cursor } from './cursor.ts'
import { unsupported } from './errors.ts'
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

/**
 * The links of a group of either style. Raises `known-but-unsupported` for soft and external links: they point to a path
 * or to another file, and weights behind them must not go missing without a word.
 */
export function linksOf(space: Space, messages: readonly Message[]): readonly Link[] {
  const links: Link[] = []
  for (const { type, body } of messages) {
    if (type === messageTypes.link) links.push(readLink(body))
    else if (type === messageTypes.symbolTable)
      for (const link of symbolLinks(space, readSymbolTable(body))) links.push(link)
    else if (type === messageTypes.linkInfo) for (const link of denseLinks(space, body)) links.push(link)
  }
  return links.sort((a, b) => a.order - b.order)
}

/** The links of an old-style group. */
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
    if (entry.u32() === 2) throw unsupported(space.path, softLink(name))
    if (target !== null) into.push({ name, address: target, order: 0 })
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
    links.push(readLink(heap.object(record)))
  }
  return links
}

const decoder = new TextDecoder()

/** A link message (IV.A.2.g). */
function readLink(body: Cursor): Link {
  body.skip(1)
  const flags = body.u8()
  const type = flags & 8 ? body.u8() : 0
  const order = flags & 4 ? body.uint(8) : 0
  if (flags & 16) body.skip(1)
  const name = decoder.decode(body.take(body.uint(1 << (flags & 3))))
  if (type === 0) return { name, address: body.address(), order }
  throw unsupported(body.widths.path, type === 1 ? softLink(name) : `the link ${name} leads to another file`)
}

function softLink(name: string): string {
  return `the link ${name} is a soft link`
}
