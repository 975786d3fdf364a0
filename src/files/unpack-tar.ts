import type { Archive, Unpack } from './archive.ts'
import { sliceSource } from './byte-source.ts'
import { isJunk, joinPath, safePath } from './paths.ts'
import { listTar } from './tar.ts'

export const unpack: Unpack = async ({ path, source, budget, signal }: Archive) => {
  const members = await listTar(source, path, signal, () => budget.addFiles(1, path))
  const files = members.flatMap(({ name, start, end }) => {
    const safe = safePath(name)
    const inner = joinPath(path, safe)
    return isJunk(safe) ? [] : [{ path: inner, source: sliceSource(source, start, end, inner) }]
  })
  return { files, problems: [] }
}
