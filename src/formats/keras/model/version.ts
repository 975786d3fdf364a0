import type { Dialect } from '../layers/layer.ts'

/** The newest Keras version that this reader was tested with. */
const newest = { major: 3, minor: 15 }

/** A warning if the file was written by a newer Keras than that. */
export function versionNotes({ version, writer }: Dialect): readonly string[] {
  const match = /^(\d+)\.(\d+)/.exec(version)
  if (match === null || writer !== 'keras') return []
  const [major, minor] = [Number(match[1]), Number(match[2])]
  if (major < newest.major || (major === newest.major && minor <= newest.minor)) return []
  return [
    `The file was written by Keras ${version}, newer than ${newest.major}.${newest.minor}, the newest supported; it was read as ${newest.major}.${newest.minor}.`,
  ]
}
