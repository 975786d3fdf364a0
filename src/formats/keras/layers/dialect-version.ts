import type { Dialect } from './layer.ts'

/** True for the Keras `major.minor` and all after it; a Keras 3 of no known version counts as the newest that is known, 3.15. */
export function isKeras(dialect: Dialect, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(dialect.version)
  const [ownMajor, ownMinor] = match === null ? [dialect.major, 15] : [Number(match[1]), Number(match[2])]
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
