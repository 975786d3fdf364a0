import type { Shape } from '../base/tensor.ts'
import type { Attribute, AttributeList, Attributes, GraphDType } from './graph.ts'

function get(attributes: Attributes, key: string): Attribute | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined
}

/** An integer attribute; `fallback` if it is absent. */
export function intAttribute(attributes: Attributes, key: string, fallback = 0): number {
  const attribute = get(attributes, key)
  return attribute !== undefined && 'i' in attribute ? attribute.i : fallback
}

export function floatAttribute(attributes: Attributes, key: string, fallback = 0): number {
  const attribute = get(attributes, key)
  if (attribute === undefined) return fallback
  return 'f' in attribute ? attribute.f : 'i' in attribute ? attribute.i : fallback
}

export function boolAttribute(attributes: Attributes, key: string, fallback = false): boolean {
  const attribute = get(attributes, key)
  return attribute !== undefined && 'b' in attribute ? attribute.b : fallback
}

export function stringAttribute(attributes: Attributes, key: string, fallback = ''): string {
  const attribute = get(attributes, key)
  return attribute !== undefined && 's' in attribute ? attribute.s : fallback
}

export function typeAttribute(attributes: Attributes, key: string): GraphDType | null {
  const attribute = get(attributes, key)
  return attribute !== undefined && 'type' in attribute ? attribute.type : null
}

/** `undefined` if the attribute is absent; `null` is an unknown rank. */
export function shapeAttribute(attributes: Attributes, key: string): Shape | null | undefined {
  const attribute = get(attributes, key)
  return attribute !== undefined && 'shape' in attribute ? attribute.shape : undefined
}

function list(attributes: Attributes, key: string): AttributeList | null {
  const attribute = get(attributes, key)
  return attribute !== undefined && 'list' in attribute ? attribute.list : null
}

export function intsAttribute(attributes: Attributes, key: string): readonly number[] {
  const found = list(attributes, key)
  return found !== null && 'i' in found ? found.i : []
}

export function floatsAttribute(attributes: Attributes, key: string): readonly number[] {
  const found = list(attributes, key)
  if (found === null) return []
  return 'f' in found ? found.f : 'i' in found ? found.i : []
}

export function stringsAttribute(attributes: Attributes, key: string): readonly string[] {
  const found = list(attributes, key)
  return found !== null && 's' in found ? found.s : []
}

export function typesAttribute(attributes: Attributes, key: string): readonly GraphDType[] {
  const found = list(attributes, key)
  return found !== null && 'type' in found ? found.type : []
}

export function shapesAttribute(attributes: Attributes, key: string): readonly (Shape | null)[] {
  const found = list(attributes, key)
  return found !== null && 'shape' in found ? found.shape : []
}

export function functionsAttribute(attributes: Attributes, key: string): readonly string[] {
  const found = list(attributes, key)
  return found !== null && 'func' in found ? found.func : []
}
