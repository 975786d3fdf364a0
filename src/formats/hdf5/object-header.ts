import type { Cursor } from './cursor.ts'
import { damaged, unsupported } from './errors.ts'
import type { Space } from './space.ts'

/** Message types that are read (HDF5 File Format Specification, IV.A.2). */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
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

  /** A new cursor at the message's first field, on each call. */
  get body(): Cursor {
    return this.#body.again('an object header message')
  }
}

/** Maximum number of blocks in one header; valid headers have a handful. */
const mostBlocks = 4096

interface Block {
  readonly address: number
  readonly length: number
  /** A block named by a continuation message. */
  readonly continued: boolean
}

/** An object header being read. */
interface Header {
  readonly space: Space
  /** How many shared messages led here. */
  readonly depth: number
  readonly messages: Message[]
  readonly blocks: Block[]
}

/** The messages of an object header, version 1 or 2, with continuations and shared messages resolved. */
export function readMessages(space: Space, address: number, depth = 0): readonly Message[] {
  const header: Header = { space, depth, messages: [], blocks: [] }
  if (space.at(address, 4, 'an object header').stands('OHDR')) readV2(header, address)
  else readV1(header, address)
  return header.messages
}

function readV1(header: Header, address: number): void {
  const { space, blocks } = header
  const prefix = space.at(address, 16, 'an object header')
  const version = prefix.u8()
  if (version !== 1) throw prefix.invalid(`has version ${version}`)
  prefix.skip(7)
  blocks.push({ address: address + 16, length: prefix.u32(), continued: false })
  for (let i = 0; i < blocks.length; i++) {
    const block = at(space, blocks[i] as Block)
    while (block.left >= 8) {
      const type = block.u16()
      const size = block.u16()
      const flags = block.u8()
      block.skip(3)
      take(header, type, flags, block.sub(size))
    }
  }
}

function readV2(header: Header, address: number): void {
  const { space, blocks } = header
  const fixed = space.at(address, 6, 'an object header')
  fixed.skip(4)
  const version = fixed.u8()
  if (version !== 2) throw fixed.invalid(`has version ${version}`)
  const flags = fixed.u8()
  const sizeBytes = 1 << (flags & 3)
  const skipped = (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0)
  const rest = space.at(address + 6 + skipped, sizeBytes, 'an object header')
  blocks.push({ address: address + 6 + skipped + sizeBytes, length: rest.uint(sizeBytes), continued: false })
  const prefix = flags & 0x04 ? 6 : 4
  for (let i = 0; i < blocks.length; i++) {
    const { continued } = blocks[i] as Block
    const block = at(space, blocks[i] as Block)
    // A continuation has a signature before its messages and a checksum after them.
    if (continued) block.expect('OCHK')
    const checksum = continued ? 4 : 0
    while (block.left >= prefix + checksum) {
      const type = block.u8()
      const size = block.u16()
      const messageFlags = block.u8()
      block.skip(prefix - 4)
      take(header, type, messageFlags, block.sub(size))
    }
  }
}

function at(space: Space, { address, length }: Block): Cursor {
  return space.at(address, length, 'an object header')
}

/** Handles one message: another block of the header, or content stored here or elsewhere. */
function take({ space, depth, messages, blocks }: Header, type: number, flags: number, body: Cursor): void {
  if (type !== messageTypes.continuation) {
    messages.push(new Message(type, (flags & 2) === 0 ? body : resolveShared(space, type, body, depth)))
    return
  }
  const next = { address: body.address(), length: body.length(), continued: true }
  if (blocks.length >= mostBlocks || blocks.some((one) => one.address === next.address))
    throw body.invalid('has a cycle of continuation blocks')
  blocks.push(next)
}

/** A shared message gives a location instead: another object header (a committed datatype), or a heap of the file. */
export function resolveShared(space: Space, type: number, body: Cursor, depth = 0): Cursor {
  const version = body.u8()
  const kind = body.u8()
  if (version === 1) body.skip(6)
  if (version === 3 && kind === 1) throw unsupported(space.path, 'messages shared through a heap')
  if (depth > 8) throw damaged(space.path, 'its shared messages refer to each other in a cycle')
  const messages = readMessages(space, body.address(), depth + 1)
  const found = messages.find((message) => message.type === type)
  if (found === undefined) throw damaged(space.path, 'a shared message is missing')
  return found.body
}
