import type { Dialect } from './layers/layer.ts'

/** Parses `3.15.1` or `2.3.0-tf`; `major` is assumed when the file states no version. */
export function dialectOf(version: string | null, major: number): Dialect {
  const stated = /^\s*(\d+)\./.exec(version ?? '')?.[1]
  return { major: stated === undefined ? major : Number(stated), version: version ?? '', writer: 'keras' }
}
