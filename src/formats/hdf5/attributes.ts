import { recordsOf } from './btree-v2.ts'
import type { Hdf5Attribute } from './contract.ts'
import type { Cursor } from './cursor.ts'
import { readDataspace } from './dataspace.ts'
import { type Datatype, readDatatype } from './datatype.ts'
import { FractalHeap } from './fractal-heap.ts'
import type { GlobalHeap } from './global-heap.ts'
import { type Message, messageTypes, resolveShared } from './object-header.ts'
import { scalars } from './scalars.ts'
import type { Space } from './space.ts'

/** All attributes of an object: those in its object header, and those in a fractal heap. */
export function attributesOf(
  space: Space,
  heap: GlobalHeap,
  messages: readonly Message[],
): ReadonlyMap<string, Hdf5Attribute> {
  const found = new Map<string, Hdf5Attribute>()
  const add = (body: Cursor) => {
    const { name, value } = readAttribute(space, heap, body)
    if (value !== null) found.set(name, value)
  }
  for (const { type, body } of messages) {
    if (type === messageTypes.attribute) add(body)
    if (type === messageTypes.attributeInfo) for (const one of dense(space, body)) add(one)
  }
  return found
}

function dense(space: Space, body: Cursor): readonly Cursor[] {
  body.skip(1)
  if (body.u8() & 1) body.skip(2)
  const heapAddress = body.offset()
  const index = body.offset()
  if (heapAddress === null || index === null) return []
  const heap = FractalHeap.read(space, heapAddress)
  const records = recordsOf(space, index)
  return records.map((record) => heap.object(record))
}

/** An attribute message, versions 1 to 3 (IV.A.2.m). */
function readAttribute(
  space: Space,
  heap: GlobalHeap,
  whole: Cursor,
): { readonly name: string; readonly value: Hdf5Attribute | null } {
  const body = whole.again('an attribute')
  const version = body.u8()
  if (version < 1 || version > 3) throw body.invalid(`has version ${version}`)
  const flags = version === 1 ? 0 : body.u8()
  if (version === 1) body.skip(1)
  const sizes = [body.u16(), body.u16(), body.u16()] as const
  if (version === 3) body.skip(1)
  const part = (size: number) => {
    const cursor = body.sub(size)
    if (version === 1) body.skip(Math.min(body.left, -size & 7))
    return cursor
  }
  const namePart = part(sizes[0])
  const name = namePart.paddedText(namePart.left)
  const typePart = part(sizes[1])
  const spacePart = part(sizes[2])
  const type = readDatatype(flags & 1 ? resolveShared(space, messageTypes.datatype, typePart) : typePart)
  const shape = readDataspace(flags & 2 ? resolveShared(space, messageTypes.dataspace, spacePart) : spacePart)
  return { name, value: attributeValue(heap, type, shape, body) }
}

function attributeValue(
  heap: GlobalHeap,
  type: Datatype,
  shape: readonly number[] | null,
  body: Cursor,
): Hdf5Attribute | null {
  if (shape === null) return null
  const count = shape.reduce((product, size) => product * size, 1)
  if (count * type.size > body.left) throw body.invalid('is shorter than its values')
  const values = scalars(heap, type, body.take(count * type.size), count, body.widths)
  if (values === null) return null
  return shape.length === 0 ? (values[0] ?? null) : values
}
