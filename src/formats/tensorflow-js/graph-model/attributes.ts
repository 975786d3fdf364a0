import type { Attribute, AttributeList, Attributes, GraphDType } from '../../../graph/graph.ts'
import { asArray, asNumber, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { dtypeOf, shapeOf } from './dtypes.ts'

/** Converts `AttrValue`s in protobuf JSON to attributes; leaves out tensors and converter notes (`_output_shapes`). */
export function readAttributes(json: JsonObject): Attributes {
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => {
      const attribute = key.startsWith('_') ? null : readAttribute(value)
      return attribute === null ? [] : [[key, attribute] as const]
    }),
  )
}

function readAttribute(value: unknown): Attribute | null {
  const list = asObject(get(value, 'list'))
  if (list !== null) return { list: readList(list) }
  const s = textOf(get(value, 's'))
  if (s !== null) return { s }
  const i = asNumber(get(value, 'i'))
  if (i !== null) return { i }
  const f = floatOf(get(value, 'f'))
  if (f !== null) return { f }
  const b = get(value, 'b')
  if (typeof b === 'boolean') return { b }
  const type = typeOf(get(value, 'type'))
  if (type !== null) return { type }
  const shape = shapeOf(get(value, 'shape'))
  if (shape !== undefined) return { shape }
  const func = functionOf(get(value, 'func'))
  return func === null ? null : { func }
}

/** An empty list has no type; treat it as integers. */
function readList(list: JsonObject): AttributeList {
  const of = <T>(key: string, read: (value: unknown) => T | null): readonly T[] =>
    (asArray(get(list, key)) ?? []).flatMap((value) => read(value) ?? [])
  const s = of('s', textOf)
  if (s.length > 0) return { s }
  const f = of('f', floatOf)
  if (f.length > 0) return { f }
  const b = of('b', (value) => (typeof value === 'boolean' ? value : null))
  if (b.length > 0) return { b }
  const type = of('type', typeOf)
  if (type.length > 0) return { type }
  const shapes = asArray(get(list, 'shape')) ?? []
  if (shapes.length > 0) return { shape: shapes.map((shape) => shapeOf(shape) ?? null) }
  const func = of('func', functionOf)
  return func.length > 0 ? { func } : { i: of('i', asNumber) }
}

export function typeOf(value: unknown): GraphDType | null {
  if (value === 'DT_RESOURCE' || value === 20) return 'resource'
  if (value === 'DT_VARIANT' || value === 21) return 'variant'
  return dtypeOf(value)
}

/** Text as base64, or as a list of bytes, as older converters write it. */
function textOf(value: unknown): string | null {
  const bytes = asArray(value)?.map(Number) ?? bytesOf(asString(value))
  return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
}

function bytesOf(base64: string | null): readonly number[] | null {
  if (base64 === null) return null
  try {
    return Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

const special: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

function floatOf(value: unknown): number | null {
  const text = asString(value)
  return text !== null && Object.hasOwn(special, text) ? (special[text] ?? null) : asNumber(value)
}

function functionOf(value: unknown): string | null {
  return asString(get(value, 'name'))
}

/** Functions called by attributes. */
export function calledFunctions(attributes: Attributes): readonly string[] {
  return Object.values(attributes).flatMap((attribute) => {
    if ('func' in attribute) return [attribute.func]
    return 'list' in attribute && 'func' in attribute.list ? attribute.list.func : []
  })
}
