import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { float, readEntry, repeated, signed, textOf, within } from './message.ts'
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
  /** Takes its value from the attribute of that name that the function is called with. */
  | { readonly placeholder: string }

export type AttributeProtos = ReadonlyMap<string, AttributeProto>

/** One entry of a node's `attr` into `into`; attributes that only TensorFlow's own runtime reads are left out. */
export function readAttribute(reader: PbfReader, into: Map<string, AttributeProto>): void {
  let value: AttributeProto | null = null
  let key = ''
  within(reader, (field) => {
    if (field === 1) key = textOf(reader)
    else if (field === 2 && !internal(key)) value = readValue(reader)
  })
  if (value !== null && !internal(key)) into.set(key, value)
}

/** `_output_shapes`, `_class` …, and the settings of calls. */
function internal(key: string): boolean {
  return key.startsWith('_') || key === 'config_proto' || key === 'executor_type'
}

export function readValue(reader: PbfReader): AttributeProto | null {
  let value: AttributeProto | null = null
  within(reader, (field) => {
    if (field === 1) value = { list: readList(reader) }
    else if (field === 2) value = { s: textOf(reader) }
    else if (field === 3) value = { i: reader.readVarint(true) }
    else if (field === 4) value = { f: reader.readFloat() }
    else if (field === 5) value = { b: reader.readBoolean() }
    else if (field === 6) value = { type: reader.readVarint() }
    else if (field === 7) value = { shape: readShape(reader) }
    else if (field === 8) value = { tensor: readTensor(reader) }
    else if (field === 9) value = { placeholder: textOf(reader) }
    else if (field === 10) value = { func: readFunctionReference(reader) }
  })
  return value
}

function readList(reader: PbfReader): ListProto {
  const list = {
    s: [] as string[],
    i: [] as number[],
    f: [] as number[],
    b: [] as boolean[],
    type: [] as number[],
    shape: [] as (Shape | null)[],
    func: [] as FunctionReference[],
  }
  within(reader, (field) => {
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
  })
  return list
}

function readFunctionReference(reader: PbfReader): FunctionReference {
  let name = ''
  const attributes = new Map<string, AttributeProto>()
  within(reader, (field) => {
    if (field === 1) name = textOf(reader)
    else if (field === 2) {
      let value: AttributeProto | null = null
      const key = readEntry(reader, () => {
        value = readValue(reader)
      })
      if (value !== null) attributes.set(key, value)
    }
  })
  return { name, attributes }
}
