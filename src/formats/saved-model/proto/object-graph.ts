import type { PbfReader } from 'pbf'
import { readEntry, readMessage, repeated, textOf, unsigned, within } from './message.ts'

/** `SavedObjectGraph`: which program objects a function captures, by number. */
export interface ObjectGraphProto {
  readonly functions: ReadonlyMap<string, readonly number[]>
}

export function readObjectGraph(reader: PbfReader): ObjectGraphProto {
  return { functions: within(reader, objectGraphField, new Map<string, readonly number[]>()) }
}

function objectGraphField(field: number, functions: Map<string, readonly number[]>, reader: PbfReader): void {
  if (field !== 2) return
  const { key, value } = readEntry(reader, readCaptures)
  functions.set(key, value ?? [])
}

function readCaptures(reader: PbfReader): readonly number[] {
  return within<number[]>(reader, captureField, [])
}

function captureField(field: number, captures: number[], reader: PbfReader): void {
  if (field === 2) repeated(reader, unsigned, captures)
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
