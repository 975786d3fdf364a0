import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { readEntry, textOf, within } from './message.ts'
import { readShape } from './tensor.ts'

/** A tensor in a `StructuredValue`, under its place there: `scores`, `parts.0`. */
export interface LeafProto {
  readonly path: readonly string[]
  /** `DataType`; `null` for a plain value of Python. */
  readonly dtype: number | null
  readonly shape: Shape | null
  /** A tensor's own name, or the text of a plain value; empty for None. */
  readonly text: string
}

/** Deepest nesting of arguments and results. */
const deepest = 40

/**
 * The leaves of a `StructuredValue` (struct.proto) in TensorFlow's order: sequences in order, dicts by sorted key. `null`
 * if it holds anything but tensors, plain values, sequences and dicts.
 */
export function readLeaves(reader: PbfReader, depth = 0): readonly LeafProto[] | null {
  if (depth > deepest) return null
  const draft: Draft = { leaves: [], depth }
  return within(reader, valueField, draft).leaves
}

interface Draft {
  leaves: readonly LeafProto[] | null
  readonly depth: number
}

function valueField(field: number, draft: Draft, reader: PbfReader): void {
  const plain = (text: string): void => {
    draft.leaves = [{ path: [], dtype: null, shape: null, text }]
  }
  if (field === 1) plain('')
  else if (field === 11) plain(String(reader.readDouble()))
  else if (field === 12) plain(String(reader.readSVarint()))
  else if (field === 13) plain(textOf(reader))
  else if (field === 14) plain(reader.readBoolean() ? 'True' : 'False')
  else if (field === 33 || field === 35)
    draft.leaves = [within(reader, specField, { path: [], dtype: 0, shape: null, text: '' })]
  else if (field >= 51 && field <= 54) {
    const members = within<Members>(reader, field === 54 ? namedField : field === 53 ? dictField : listField, {
      members: [],
      depth: draft.depth + 1,
    }).members
    const ordered = field === 53 ? [...members].sort(([a], [b]) => (a < b ? -1 : 1)) : members
    draft.leaves = joined(ordered)
  } else draft.leaves = null
}

interface Members {
  readonly members: (readonly [string, readonly LeafProto[] | null])[]
  readonly depth: number
}

function listField(field: number, into: Members, reader: PbfReader): void {
  if (field === 1) into.members.push([String(into.members.length), readLeaves(reader, into.depth)])
}

function dictField(field: number, into: Members, reader: PbfReader): void {
  if (field === 1) addPair(into, reader)
}

function namedField(field: number, into: Members, reader: PbfReader): void {
  if (field === 2) addPair(into, reader)
}

function addPair({ members, depth }: Members, reader: PbfReader): void {
  const { key, value } = readEntry(reader, (inner) => readLeaves(inner, depth))
  members.push([key, value])
}

function joined(members: Members['members']): readonly LeafProto[] | null {
  const all: LeafProto[] = []
  for (const [key, leaves] of members) {
    if (leaves === null) return null
    for (const leaf of leaves) all.push({ ...leaf, path: [key, ...leaf.path] })
  }
  return all
}

type Spec = { -readonly [K in keyof LeafProto]: LeafProto[K] }

/** `TensorSpecProto`. */
function specField(field: number, spec: Spec, reader: PbfReader): void {
  if (field === 1) spec.text = textOf(reader)
  else if (field === 2) spec.shape = readShape(reader)
  else if (field === 3) spec.dtype = reader.readVarint()
}
