import type { Cursor } from './cursor.ts'
import { damaged, unsupported } from './errors.ts'
import type { Space } from './space.ts'

/** Numbers of the message types that are read (HDF5 File Format Specification, IV.A.2). */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const

export class Message {
  readonly type: number
  readonly #body: Cursor

  constructor(type: number, body: Cursor) {
    this.type = type
    this.#body = body
  }

  /** From its first field on, each time it is asked for. */
  get body(): Cursor {
    return this.#body.again('a message of an object header')
  }
}

/** Blocks of one header; honest ones have a handful. */
const mostBlocks = 4096

/** The messages of an object header, version 1 or 2, its continuations and shared messages resolved. */
export function readMessages(space: Space, address: number, depth = 0): readonly Message[] {
  const start = space.at(address, 4, 'an object header')
  const found = start.stands('OHDR') ? headerV2(space, address) : headerV1(space, address)
  return found.map(({ type, shared, body }) => {
    return new Message(type, shared ? resolveShared(space, type, body, depth) : body)
  })
}

interface Raw {
  readonly type: number
  readonly shared: boolean
  readonly body: Cursor
}

interface Block {
  readonly address: number
  readonly length: number
}

function headerV1(space: Space, address: number): readonly Raw[] {
  const prefix = space.at(address, 16, 'an object header')
  const version = prefix.u8()
  if (version !== 1) throw prefix.invalid(`has version ${version}`)
  prefix.skip(7)
  const length = prefix.u32()
  return readBlocks(space, { address: address + 16, length }, (block, raw) => {
    while (block.left >= 8) {
      const type = block.u16()
      const size = block.u16()
      const flags = block.u8()
      block.skip(3)
      raw.push({ type, shared: (flags & 2) !== 0, body: block.sub(size) })
    }
  })
}

function headerV2(space: Space, address: number): readonly Raw[] {
  const fixed = space.at(address, 6, 'an object header')
  fixed.skip(4)
  const version = fixed.u8()
  if (version !== 2) throw fixed.invalid(`has version ${version}`)
  const flags = fixed.u8()
  const sizeBytes = 1 << (flags & 3)
  const skipped = (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0)
  const rest = space.at(address + 6 + skipped, sizeBytes, 'an object header')
  const first = { address: address + 6 + skipped + sizeBytes, length: rest.uint(sizeBytes) }
  const prefix = flags & 0x04 ? 6 : 4
  return readBlocks(space, first, (block, raw, continued) => {
    // A continuation has a signature before its messages and a checksum behind them.
    if (continued) block.expect('OCHK')
    const checksum = continued ? 4 : 0
    while (block.left >= prefix + checksum) {
      const type = block.u8()
      const size = block.u16()
      const messageFlags = block.u8()
      block.skip(prefix - 4)
      raw.push({ type, shared: (messageFlags & 2) !== 0, body: block.sub(size) })
    }
  })
}

/** Reads the first block and those that its continuation messages name. */
function readBlocks(
  space: Space,
  first: Block,
  parse: (block: Cursor, into: Raw[], continued: boolean) => void,
): readonly Raw[] {
  const blocks = [first]
  const all: Raw[] = []
  for (let i = 0, checked = 0; i < blocks.length; i++) {
    const { address, length } = blocks[i] as Block
    const block = space.at(address, length, 'an object header')
    parse(block, all, i > 0)
    for (; checked < all.length; checked++) {
      const { type, body } = all[checked] as Raw
      if (type !== messageTypes.continuation) continue
      const next = { address: body.address(), length: body.length() }
      if (blocks.length >= mostBlocks || blocks.some((one) => one.address === next.address))
        throw block.invalid('continues in itself')
      blocks.push(next)
    }
  }
  return all.filter(({ type }) => type !== messageTypes.continuation)
}

/** A shared message says where it stands instead: in another object header (a committed datatype), or in a heap of the file. */
export function resolveShared(space: Space, type: number, body: Cursor, depth = 0): Cursor {
  const version = body.u8()
  const kind = body.u8()
  if (version === 1) body.skip(6)
  if (version === 3 && kind === 1) throw unsupported(space.path, 'messages shared in a heap')
  if (depth > 8) throw damaged(space.path, 'its shared messages lead to one another')
  const messages = readMessages(space, body.address(), depth + 1)
  const found = messages.find((message) => message.type === type)
  if (found === undefined) throw damaged(space.path, 'a shared message is not where it should be')
  return found.body
}
