import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { float, readEntry, repeated, signed, startsWith, textOf, within } from './message.ts'
import { readShape, readTensor, type TensorProto } from './tensor.ts'

/** A function and the attributes it is called with (`NameAttrList`). */
export interface FunctionReference {
  readonly name: string
  readonly attributes: ReadonlyMap<string, AttributeProto>
}

export interface ListProto {
  readonly s: readonly string[]
  readonly i: readonly number[]
  readonly f: readonly number[]
  readonly b: readonly boolean[]
  readonly type: readonly number[]
  readonly shape: readonly (Shape | null)[]
  readonly func: readonly FunctionReference[]
}

/** `AttrValue` (attr_value.proto). */
export type AttributeProto =
  | { readonly s: string }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly type: number }
  | { readonly shape: Shape | null }
  | { readonly tensor: TensorProto }
  | { readonly func: FunctionReference }
  | { readonly list: ListProto }
  /** Takes its value from the calling function's attribute of that name. */
  | { readonly placeholder: string }

export type AttributeProtos = ReadonlyMap<string, AttributeProto>

/** Reads one entry of a node's `attr` into `into`; skips attributes that only TensorFlow's runtime uses. */
export function readAttribute(reader: PbfReader, into: Map<string, AttributeProto>): void {
  const { key, value } = within(reader, attributeField, { key: '', value: null })
  if (key !== null && value !== null) into.set(key, value)
}

interface AttributeDraft {
  /** `null` for a skipped attribute. */
  key: string | null
  value: AttributeProto | null
}

function attributeField(field: number, attribute: AttributeDraft, reader: PbfReader): void {
  if (field === 1) {
    const key = startsWith(reader, underscore) ? null : textOf(reader)
    attribute.key = key === null || settings.has(key) ? null : key
  } else if (field === 2 && attribute.key !== null) attribute.value = readValue(reader)
}

/** `_output_shapes`, `_class` …: found on every other node. */
const underscore = '_'.charCodeAt(0)
/** Used on calls and variables. */
const settings: ReadonlySet<string> = new Set([
  'config_proto',
  'executor_type',
  'allowed_devices',
  'container',
  'debug_name',
])

export function readValue(reader: PbfReader): AttributeProto | null {
  return within<{ value: AttributeProto | null }>(reader, valueField, { value: null }).value
}

function valueField(field: number, into: { value: AttributeProto | null }, reader: PbfReader): void {
  if (field === 1) into.value = { list: readList(reader) }
  else if (field === 2) into.value = { s: textOf(reader) }
  else if (field === 3) into.value = { i: reader.readVarint(true) }
  else if (field === 4) into.value = { f: reader.readFloat() }
  else if (field === 5) into.value = { b: reader.readBoolean() }
  else if (field === 6) into.value = { type: reader.readVarint() }
  else if (field === 7) into.value = { shape: readShape(reader) }
  else if (field === 8) into.value = { tensor: readTensor(reader) }
  else if (field === 9) into.value = { placeholder: textOf(reader) }
  else if (field === 10) into.value = { func: readFunctionReference(reader) }
}

function readList(reader: PbfReader): ListProto {
  return within<ListDraft>(reader, listField, { s: [], i: [], f: [], b: [], type: [], shape: [], func: [] })
}

type ListDraft = { readonly [K in keyof ListProto]: ListProto[K][number][] }

function listField(field: number, list: ListDraft, reader: PbfReader): void {
  if (field === 2) list.s.push(textOf(reader))
  else if (field === 3) repeated(reader, signed, list.i)
  else if (field === 4) repeated(reader, float, list.f)
  else if (field === 5) {
    const values: number[] = []
    repeated(reader, signed, values)
    for (const value of values) list.b.push(value !== 0)
  } else if (field === 6) repeated(reader, signed, list.type)
  else if (field === 7) list.shape.push(readShape(reader))
  else if (field === 9) list.func.push(readFunctionReference(reader))
}

/** The only message that can contain itself. Protobuf's own readers stop at 100 levels. */
const deepest = 50
let depth = 0

function readFunctionReference(reader: PbfReader): FunctionReference {
  const reference: ReferenceDraft = { name: '', attributes: new Map() }
  if (depth >= deepest) throw new RangeError(`functions are nested ${deepest} levels deep in attributes`)
  depth++
  try {
    return within(reader, referenceField, reference)
  } finally {
    depth--
  }
}

interface ReferenceDraft {
  name: string
  readonly attributes: Map<string, AttributeProto>
}

function referenceField(field: number, reference: ReferenceDraft, reader: PbfReader): void {
  if (field === 1) reference.name = textOf(reader)
  else if (field === 2) {
    const { key, value } = readEntry(reader, readValue)
    if (value !== null) reference.attributes.set(key, value)
  }
}
