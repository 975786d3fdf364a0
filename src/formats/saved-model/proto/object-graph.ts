import type { PbfReader } from 'pbf'
import type { Shape } from '../../../base/tensor.ts'
import { readEntry, readMessage, repeated, textOf, unsigned, within } from './message.ts'
import { type LeafProto, readLeaves } from './structure.ts'
import { readShape } from './tensor.ts'

/** `SavedObjectGraph`: the program's objects by number, and the functions that capture them. */
export interface ObjectGraphProto {
  readonly functions: ReadonlyMap<string, ConcreteFunctionProto>
  /** The first is the root. Read only on request. */
  readonly objects: readonly ObjectProto[]
}

/** `SavedConcreteFunction`: a function of the library as the program sees it. */
export interface ConcreteFunctionProto {
  /** Objects passed after the arguments. */
  readonly captures: readonly number[]
  /** `null` if they hold anything but tensors and plain values. */
  readonly inputs: readonly LeafProto[] | null
  readonly outputs: readonly LeafProto[] | null
}

/** `SavedObject`: its attributes, and what it is. */
export interface ObjectProto {
  readonly children: ReadonlyMap<string, number>
  /** Concrete functions of a function. */
  readonly functions: readonly string[]
  /** Of a variable. */
  readonly variable: { readonly dtype: number; readonly shape: Shape | null } | null
  /** The node that holds a captured constant. */
  readonly constant: string
}

/** `detailed`: also reads the objects, and the arguments and results of functions. */
export function readObjectGraph(reader: PbfReader, detailed: boolean): ObjectGraphProto {
  const graph: GraphDraft = { functions: new Map(), objects: [], detailed }
  const { functions, objects } = within(reader, objectGraphField, graph)
  return { functions, objects }
}

interface GraphDraft {
  readonly functions: Map<string, ConcreteFunctionProto>
  readonly objects: ObjectProto[]
  readonly detailed: boolean
}

function objectGraphField(field: number, { functions, objects, detailed }: GraphDraft, reader: PbfReader): void {
  if (field === 1 && detailed)
    objects.push(within(reader, savedObjectField, { children: new Map(), functions: [], variable: null, constant: '' }))
  else if (field === 2) {
    const { key, value } = readEntry(reader, detailed ? readFunction : readCaptures)
    functions.set(key, value ?? { captures: [], inputs: null, outputs: null })
  }
}

function readCaptures(reader: PbfReader): ConcreteFunctionProto {
  return within<FunctionDraft>(reader, captureField, { captures: [], inputs: null, outputs: null })
}

function readFunction(reader: PbfReader): ConcreteFunctionProto {
  return within<FunctionDraft>(reader, functionField, { captures: [], inputs: null, outputs: null })
}

interface FunctionDraft {
  readonly captures: number[]
  inputs: readonly LeafProto[] | null
  outputs: readonly LeafProto[] | null
}

function captureField(field: number, { captures }: FunctionDraft, reader: PbfReader): void {
  if (field === 2) repeated(reader, unsigned, captures)
}

function functionField(field: number, draft: FunctionDraft, reader: PbfReader): void {
  if (field === 3) draft.inputs = readLeaves(reader)
  else if (field === 4) draft.outputs = readLeaves(reader)
  else captureField(field, draft, reader)
}

interface SavedDraft {
  readonly children: Map<string, number>
  readonly functions: string[]
  variable: { dtype: number; shape: Shape | null } | null
  constant: string
}

function savedObjectField(field: number, object: SavedDraft, reader: PbfReader): void {
  if (field === 1) {
    const { id, name } = within(reader, referenceField, { id: 0, name: '' })
    object.children.set(name, id)
  } else if (field === 6) within(reader, namesField, object.functions)
  else if (field === 7) object.variable = within(reader, variableField, { dtype: 0, shape: null })
  else if (field === 9) object.constant = within(reader, constantField, { node: '' }).node
}

function referenceField(field: number, reference: { id: number; name: string }, reader: PbfReader): void {
  if (field === 1) reference.id = reader.readVarint()
  else if (field === 2) reference.name = textOf(reader)
}

function namesField(field: number, names: string[], reader: PbfReader): void {
  if (field === 1) names.push(textOf(reader))
}

function variableField(field: number, variable: { dtype: number; shape: Shape | null }, reader: PbfReader): void {
  if (field === 1) variable.dtype = reader.readVarint()
  else if (field === 2) variable.shape = readShape(reader)
}

function constantField(field: number, constant: { node: string }, reader: PbfReader): void {
  if (field === 1) constant.node = textOf(reader)
}

/** One object's checkpoint entries: part name (`VARIABLE_VALUE`, `table`) → key. */
export interface TrackedObject {
  readonly keys: ReadonlyMap<string, string>
  /** The variable's name in the program. */
  readonly fullName: string
}

/** Most objects have no checkpoint entry. */
const none = new Map<string, string>()

/** `TrackableObjectGraph`, the directory of a checkpoint: the same objects under the same numbers. */
export function readTrackedObjects(bytes: Uint8Array, path: string): readonly TrackedObject[] {
  return readMessage<TrackedObject[]>(bytes, path, trackedField, [])
}

function trackedField(field: number, objects: TrackedObject[], reader: PbfReader): void {
  if (field === 1) objects.push(within<ObjectDraft>(reader, objectField, { keys: none, fullName: '' }))
}

interface ObjectDraft {
  keys: Map<string, string>
  fullName: string
}

function objectField(field: number, object: ObjectDraft, reader: PbfReader): void {
  if (field !== 2) return
  const { name, fullName, key } = within(reader, partField, { name: '', fullName: '', key: '' })
  if (object.keys === none) object.keys = new Map()
  object.keys.set(name, key)
  if (fullName !== '') object.fullName = fullName
}

function partField(field: number, part: { name: string; fullName: string; key: string }, reader: PbfReader): void {
  if (field === 1) part.name = textOf(reader)
  else if (field === 2) part.fullName = textOf(reader)
  else if (field === 3) part.key = textOf(reader)
}
