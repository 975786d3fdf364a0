import type { Dialect } from './layer.ts'

/** True for Keras `major.minor` and later; a Keras 3 of unstated version counts as the newest supported, 3.15. */
export function isKeras(dialect: Dialect, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(dialect.version)
  const [ownMajor, ownMinor] = match === null ? [dialect.major, 15] : [Number(match[1]), Number(match[2])]
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
