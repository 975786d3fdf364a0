import type { Attributes } from './graph.ts'
import table from './op-defs.json' with { type: 'json' }

interface OpDef {
  /** Defaults of optional attributes; SavedModels omit them. */
  readonly attributes: Attributes
  /** Output names, in order; functions refer to outputs by name. */
  readonly outputs: readonly string[]
}

/** From TensorFlow 2.21's op registry (`scripts/references/op_defs.py`), with dtypes narrowed as everywhere in the graph. */
const opDefs = new Map(Object.entries(table as Readonly<Record<string, unknown>>)) as ReadonlyMap<string, OpDef>

export function opDefOf(op: string): OpDef | null {
  return opDefs.get(op) ?? null
}

/** The given attributes merged over the op's defaults. */
export function withDefaults(op: string, attributes: Attributes): Attributes {
  const defaults = opDefs.get(op)?.attributes
  return defaults === undefined ? attributes : { ...defaults, ...attributes }
}
