import { EngineError } from '../../base/errors.ts'
import { formatBytes } from '../../base/format.ts'
import type { TensorData } from '../../base/tensor.ts'
import { limits } from '../../files/limits.ts'
import { type Constant, fillFrom, isSmall, stored as storedConstant } from '../../graph/constant.ts'
import { attributesOf } from './attributes.ts'
import { filled, readChunks } from './chunks.ts'
import type { Hdf5Dataset } from './contract.ts'
import { readDataspace } from './dataspace.ts'
import { type Datatype, readDatatype, typeName } from './datatype.ts'
import { damaged, unsupported } from './errors.ts'
import { type Filter, readFilters } from './filters.ts'
import type { GlobalHeap } from './global-heap.ts'
import { type Layout, readLayout } from './layout.ts'
import { dtypeOf, narrow } from './narrow.ts'
import { type Message, messageTypes } from './object-header.ts'
import { texts, vlenTexts } from './scalars.ts'
import type { Space } from './space.ts'

const textsAtOnce = 256

interface Stored {
  readonly type: Datatype
  readonly shape: readonly number[]
  readonly layout: Layout
  readonly filters: readonly Filter[]
  /** One element, for values that were never written. */
  readonly fill: Uint8Array
  readonly path: string
}

/** Builds a dataset from the messages of its object header. Raises `model-invalid`, `known-but-unsupported`. */
export function readDataset(
  space: Space,
  heap: GlobalHeap,
  messages: readonly Message[],
  path: string,
  attributes: Hdf5Dataset['attributes'],
): Hdf5Dataset {
  const body = (type: number) => messages.find((message) => message.type === type)?.body
  const spaceBody = body(messageTypes.dataspace)
  const typeBody = body(messageTypes.datatype)
  const layoutBody = body(messageTypes.layout)
  if (spaceBody === undefined || typeBody === undefined || layoutBody === undefined)
    throw damaged(space.path, `${path} is neither a group nor a dataset`)
  if (body(messageTypes.externalFiles) !== undefined)
    throw unsupported(space.path, `the values of ${path} lie in another file`)
  const type = asKerasSays(space, heap, readDatatype(typeBody), messages)
  const filters = body(messageTypes.filters)
  const stored: Stored = {
    type,
    // No elements, as in a dataset of an empty array.
    shape: readDataspace(spaceBody) ?? [0],
    layout: readLayout(layoutBody, path),
    filters: filters === undefined ? [] : readFilters(filters),
    fill: fillOf(messages, type.size),
    path,
  }
  return {
    kind: 'dataset',
    path,
    shape: stored.shape,
    storedType: typeName(type),
    attributes,
    constant: constantOf(space, heap, stored),
  }
}

/** h5py has no bfloat16: Keras writes two opaque bytes and says so in an attribute. */
function asKerasSays(space: Space, heap: GlobalHeap, type: Datatype, messages: readonly Message[]): Datatype {
  if (type.kind !== 'opaque' || type.size !== 2) return type
  const stated = attributesOf(space, heap, messages).get('dtype')
  return stated === 'bfloat16' ? { kind: 'float', size: 2, format: 'bfloat16', little: true } : type
}

function fillOf(messages: readonly Message[], size: number): Uint8Array {
  const none = new Uint8Array(Math.min(size, 8))
  for (const message of messages) {
    const { type } = message
    if (type !== messageTypes.oldFillValue && type !== messageTypes.fillValue) continue
    const { body } = message
    if (type === messageTypes.oldFillValue) {
      if (body.u32() === size) return body.take(size).slice()
      continue
    }
    const version = body.u8()
    const flags = version >= 3 ? body.u8() : 0
    if (version < 3) body.skip(2)
    const has = version >= 3 ? (flags & 0x20) !== 0 : body.u8() !== 0 || version === 1
    if (has && body.left >= 4 && body.u32() === size) return body.take(size).slice()
  }
  return none
}

function constantOf(space: Space, heap: GlobalHeap, stored: Stored): Constant {
  const { type, shape, path } = stored
  const dtype = dtypeOf(type)
  const count = shape.reduce((product, size) => product * size, 1)
  const bytes = count * type.size
  const asStored = type.kind === 'float' && type.format === 'float32' && type.little
  const now = asStored && isSmall(stored) ? valuesNow(space, stored, bytes) : null
  if (now !== null) return { dtype: 'float32', shape, bytes, file: space.path, data: now, read: async () => now }
  return storedConstant({
    // An unsupported type fails when it is read, not earlier: the model may not need it.
    dtype: dtype ?? 'float32',
    shape,
    bytes,
    file: space.path,
    read: async (signal): Promise<TensorData> => {
      const what = `${path} in ${space.path}`
      if (dtype === null) throw unsupported(what, `values of the type ${typeName(type)}`)
      const raw = await readRaw(space, stored, bytes, signal)
      if (type.kind === 'vlen-text') return manyTexts(heap, type, raw, count, space, signal)
      if (type.kind === 'text') return texts(type, raw, count)
      if (type.kind === 'integer' || type.kind === 'float' || type.kind === 'bool') return narrow(type, raw, what)
      throw new EngineError('internal', `${what} has the type ${type.kind}.`)
    },
    ...(asStored && { fill: async (signal) => fillFrom(await readRaw(space, stored, bytes, signal)) }),
  })
}

/** If the file is in memory, small tensors are read along with their headers; coming back for them costs more. */
function valuesNow(space: Space, { layout }: Stored, bytes: number): Float32Array<ArrayBuffer> | null {
  if (layout.kind !== 'contiguous' || layout.address === null || bytes === 0) return null
  const found = space.valuesNow(layout.address, bytes)
  return found === null ? null : new Float32Array(found.buffer)
}

/** A vocabulary is scattered over the file: read its words in batches. */
async function manyTexts(
  heap: GlobalHeap,
  type: Datatype & { readonly kind: 'vlen-text' },
  bytes: Uint8Array,
  count: number,
  space: Space,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const texts: string[] = []
  for (let start = 0; start < count; start += textsAtOnce) {
    const some = bytes.subarray(start * type.size)
    const parse = () => vlenTexts(heap, type, some, Math.min(textsAtOnce, count - start), space)
    for (const text of await space.structure(parse, signal)) texts.push(text)
  }
  return texts
}

async function readRaw(
  space: Space,
  { layout, filters, shape, type, fill, path }: Stored,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (layout.kind === 'chunked') return readChunks(space, layout, filters, shape, type.size, fill, signal)
  if (layout.kind === 'contiguous' && layout.address !== null && bytes > 0)
    return space.values(layout.address, bytes, path, signal)
  if (layout.kind === 'compact') {
    if (layout.bytes.length < bytes) throw damaged(space.path, `${path} has fewer bytes than its shape needs`)
    return layout.bytes.slice(0, bytes)
  }
  if (bytes > limits.ratioFloor)
    throw damaged(space.path, `${path} should hold ${formatBytes(bytes)}, but none of its data was written`)
  return filled(bytes, fill)
}
