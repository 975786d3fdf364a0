import type { PbfReader } from 'pbf'
import { readEntry, readMessage, repeated, textOf, unsigned, within } from './message.ts'

/** `SavedObjectGraph`: which objects of the program a function captures, by number. */
export interface ObjectGraphProto {
  readonly functions: ReadonlyMap<string, readonly number[]>
}

export function readObjectGraph(reader: PbfReader): ObjectGraphProto {
  const functions = new Map<string, readonly number[]>()
  within(reader, (field) => {
    if (field !== 2) return
    const captures: number[] = []
    const name = readEntry(reader, () => {
      within(reader, (inner) => {
        if (inner === 2) repeated(reader, unsigned, captures)
      })
    })
    functions.set(name, captures)
  })
  return { functions }
}

/** What one object has in the checkpoint: name of the part (`VARIABLE_VALUE`, `table`) → key. */
export interface TrackedObject {
  readonly keys: ReadonlyMap<string, string>
  /** What the program called the variable. */
  readonly fullName: string
}

/** Most objects have nothing in the checkpoint. */
const none: ReadonlyMap<string, string> = new Map()

/** `TrackableObjectGraph`, the directory of a checkpoint: the same objects under the same numbers. */
export function readTrackedObjects(bytes: Uint8Array, path: string): readonly TrackedObject[] {
  const objects: TrackedObject[] = []
  readMessage(bytes, path, (field, reader) => {
    if (field !== 1) return
    let keys: Map<string, string> | null = null
    let fullName = ''
    within(reader, (inner) => {
      if (inner !== 2) return
      let name = ''
      let key = ''
      within(reader, (attribute) => {
        if (attribute === 1) name = textOf(reader)
        else if (attribute === 2) fullName = textOf(reader)
        else if (attribute === 3) key = textOf(reader)
      })
      keys ??= new Map()
      keys.set(name, key)
    })
    objects.push({ keys: keys ?? none, fullName })
  })
  return objects
}
