import type { Attribute, AttributeList, Attributes } from '../../../graph/graph.ts'
import { withDefaults } from '../../../graph/op-defs.ts'
import { graphDType } from '../dtypes.ts'
import type { AttributeProto, AttributeProtos, ListProto } from '../proto/attributes.ts'

/** An attribute's value, with the enclosing function's arguments substituted. */
export function resolved(attribute: AttributeProto, binding: AttributeProtos): AttributeProto | null {
  return 'placeholder' in attribute ? (binding.get(attribute.placeholder) ?? null) : attribute
}

const unbound: AttributeProtos = new Map()

/** An op's default attributes: those of the writing TensorFlow version take precedence over the newest ones. */
export function defaultsOf(op: string, stated: AttributeProtos): Attributes {
  return attributesOf(stated, unbound, withDefaults(op, {}))
}

/** A node's attributes as the graph has them, merged over the op's defaults. */
export function attributesOf(attributes: AttributeProtos, binding: AttributeProtos, defaults: Attributes): Attributes {
  const all: Record<string, Attribute> = { ...defaults }
  for (const [key, attribute] of attributes) {
    const value = resolved(attribute, binding)
    const result = value === null ? null : convert(value, Object.hasOwn(defaults, key) ? defaults[key] : undefined)
    // No op has an attribute with that name; assigning it would set the prototype instead.
    if (result !== null && key !== '__proto__') all[key] = result
  }
  return all
}

/**
 * `null` for what a graph does not hold: tensors (constants hold them), unknown types, functions that no rule has
 * lowered.
 */
function convert(attribute: AttributeProto, like: Attribute | undefined): Attribute | null {
  if ('type' in attribute) {
    const type = graphDType(attribute.type)
    return type === null ? null : { type }
  }
  if ('list' in attribute) return { list: convertList(attribute.list, like) }
  return 'tensor' in attribute || 'placeholder' in attribute || 'func' in attribute ? null : attribute
}

/** An empty list does not reveal its type; the op's default does. */
function convertList(list: ListProto, like: Attribute | undefined): AttributeList {
  if (list.s.length > 0) return { s: list.s }
  if (list.i.length > 0) return { i: list.i }
  if (list.f.length > 0) return { f: list.f }
  if (list.b.length > 0) return { b: list.b }
  if (list.type.length > 0) return { type: list.type.flatMap((type) => graphDType(type) ?? []) }
  if (list.shape.length > 0) return { shape: list.shape }
  return like !== undefined && 'list' in like ? like.list : { i: [] }
}
