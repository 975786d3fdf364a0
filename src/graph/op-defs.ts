import type { Attributes } from './graph.ts'
import table from './op-defs.json' with { type: 'json' }

interface OpDef {
  /** Default values of the attributes that have one; SavedModels leave them out. */
  readonly attributes: Attributes
  /** Names of the outputs, in order; functions refer to them by name. */
  readonly outputs: readonly string[]
}

/** From the op registry of TensorFlow 2.21, dtypes narrowed as everywhere in the graph. */
const opDefs = new Map(Object.entries(table as Readonly<Record<string, unknown>>)) as ReadonlyMap<string, OpDef>

export function opDefOf(op: string): OpDef | null {
  return opDefs.get(op) ?? null
}

/** The given attributes over the op's defaults. */
export function withDefaults(op: string, attributes: Attributes): Attributes {
  const defaults = opDefs.get(op)?.attributes
  return defaults === undefined ? attributes : { ...defaults, ...attributes }
}
