import type { Attribute, Attributes } from '../../../graph/graph.ts'
import { asArray, asNumber, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { dtypeNamed } from '../layers/literal.ts'

const dtypes: Readonly<Record<string, string>> = {
  DT_FLOAT: 'float32',
  DT_HALF: 'float16',
  DT_DOUBLE: 'float64',
  DT_BOOL: 'bool',
  DT_STRING: 'string',
  DT_UINT8: 'uint8',
  DT_INT8: 'int8',
  DT_INT16: 'int16',
  DT_INT32: 'int32',
  DT_INT64: 'int64',
}

/**
 * The attributes of a NodeDef in protobuf JSON, limited to those of single nodes; converter attributes are left out.
 */
export function nodeAttributes(json: JsonObject): Attributes {
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => {
      const attribute = key.startsWith('_') ? null : attributeOf(value)
      return attribute === null ? [] : [[key, attribute] as const]
    }),
  )
}

function attributeOf(value: unknown): Attribute | null {
  const dtype = dtypeOf(get(value, 'type'))
  if (dtype !== null) return { type: dtype }
  const i = asNumber(get(value, 'i'))
  if (i !== null) return { i }
  const f = asNumber(get(value, 'f'))
  if (f !== null) return { f }
  const b = get(value, 'b')
  if (typeof b === 'boolean') return { b }
  const s = asString(get(value, 's'))
  if (s !== null) return { s: textOf(s) }
  const list = asObject(get(value, 'list'))
  return list === null ? null : { list: { i: (asArray(get(list, 'i')) ?? []).flatMap((item) => asNumber(item) ?? []) } }
}

function dtypeOf(name: unknown): ReturnType<typeof dtypeNamed> {
  return typeof name === 'string' && Object.hasOwn(dtypes, name) ? dtypeNamed(dtypes[name]) : null
}

/** protobuf JSON encodes texts in base64. */
function textOf(base64: string): string {
  try {
    return atob(base64)
  } catch {
    return base64
  }
}
