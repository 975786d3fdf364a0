import type { Shape } from '../../base/tensor.ts'
import type { Attribute, AttributeList, Attributes, GraphDType } from '../graph.ts'

const dataTypes: Readonly<Record<GraphDType, string>> = {
  float32: 'DT_FLOAT',
  int32: 'DT_INT32',
  bool: 'DT_BOOL',
  string: 'DT_STRING',
  complex64: 'DT_COMPLEX64',
  resource: 'DT_RESOURCE',
  variant: 'DT_VARIANT',
}

export function dataTypeOf(dtype: GraphDType): string {
  return dataTypes[dtype]
}

/** `TensorShapeProto` in protobuf JSON: sizes are texts, −1 is free. */
export function shapeJson(shape: Shape | null): object {
  return shape === null ? { unknownRank: true } : { dim: shape.map((size) => ({ size: String(size ?? -1) })) }
}

/** Attributes as `AttrValue`s in protobuf JSON. `functionName` maps a function to its written name. */
export function attributesJson(attributes: Attributes, functionName: (name: string) => string): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, attributeJson(value, functionName)] as const),
  )
}

function attributeJson(attribute: Attribute, functionName: (name: string) => string): object {
  if ('list' in attribute) return { list: listJson(attribute.list, functionName) }
  if ('s' in attribute) return { s: base64(attribute.s) }
  if ('i' in attribute) return { i: String(attribute.i) }
  if ('type' in attribute) return { type: dataTypeOf(attribute.type) }
  if ('shape' in attribute) return { shape: shapeJson(attribute.shape) }
  if ('func' in attribute) return { func: { name: functionName(attribute.func) } }
  return { ...attribute }
}

function listJson(list: AttributeList, functionName: (name: string) => string): object {
  if ('s' in list) return { s: list.s.map(base64) }
  if ('i' in list) return { i: list.i.map(String) }
  if ('type' in list) return { type: list.type.map(dataTypeOf) }
  if ('shape' in list) return { shape: list.shape.map(shapeJson) }
  if ('func' in list) return { func: list.func.map((name) => ({ name: functionName(name) })) }
  return { ...list }
}

/** Covers nearly all texts: `SAME`, `NHWC`, `Relu6`. */
const isAscii = /^[ -~]*$/

/** UTF-8 bytes in base64. */
function base64(text: string): string {
  if (isAscii.test(text)) return btoa(text)
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
