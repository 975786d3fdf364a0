import { stringAttribute } from './attributes.ts'
import type { Attributes } from './graph.ts'

/** Integers of other widths than the 32 bits of the graph. */
const widths = ['int8', 'uint8', 'int16', 'uint16', 'int64'] as const
export type IntegerWidth = (typeof widths)[number]

/** Marks the result of a node as an integer that the model file declares with this dtype; nothing for other dtypes. */
export function widthAttribute(dtype: string): Attributes {
  return widths.some((width) => width === dtype) ? { integer_width: { s: dtype } } : {}
}

/** The width that the model file declares; `null` for 32 bits. */
export function widthOf(attributes: Attributes): IntegerWidth | null {
  const stated = stringAttribute(attributes, 'integer_width')
  return widths.find((width) => width === stated) ?? null
}

/** The attributes of a node whose result is computed in 32 bits. */
export function withoutWidth({ integer_width: _, ...attributes }: Attributes): Attributes {
  return attributes
}
