import { EngineError, toPlainError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import type { Archive, NamedSource, Unpack } from './archive.ts'
import { isJunk, joinPath, safePath } from './paths.ts'
import type { TreeProblem, ZipEntry } from './tree.ts'
import { zipEntrySource } from './zip.ts'
import { listZip, zipContent } from './zip-directory.ts'

/** The entries: stored ones are read in place, deflated ones are inflated on first use. */
export const unpack: Unpack = async ({ path, source, budget, reads, signal }: Archive) => {
  const entries = await listZip(source, path, signal, () => budget.addFiles(1, path))
  const content = zipContent(
    path,
    entries.map(({ name }) => name),
  )
  if (content !== null) return { zip: { content, entries } }
  const files: NamedSource[] = []
  const problems: TreeProblem[] = []
  const locked: ZipEntry[] = []
  for (const entry of entries) {
    const name = safePath(entry.name)
    if (isJunk(name)) continue
    const inner = joinPath(path, name)
    if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) locked.push(entry)
    else {
      const problem = ratioProblem(entry, inner, budget)
      if (problem !== null) problems.push(problem)
      else files.push({ path: inner, source: reads.rememberHead(zipEntrySource(source, entry, inner, budget)) })
    }
  }
  const [first] = locked
  if (first !== undefined)
    problems.push({ path, ...toPlainError(unreadable(path, first, locked.length, entries.length)) })
  return { files, problems }
}

/** An entry that exceeds the limits does not affect the others. */
function ratioProblem(entry: ZipEntry, path: string, budget: Archive['budget']): TreeProblem | null {
  if (entry.method !== 8) return null
  try {
    budget.checkRatio(entry.inflated, entry.stored, path)
    return null
  } catch (error) {
    return { path, ...toPlainError(error) }
  }
}

const methodNames: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

function unreadable(path: string, first: ZipEntry, count: number, all: number): EngineError {
  const which =
    count === all
      ? `${path} cannot be opened`
      : `${formatCount(count)} of ${formatCount(all, 'file')} in ${path} cannot be opened`
  const why = first.encrypted
    ? 'encrypted'
    : `compressed by ${methodNames[first.method] ?? 'an unknown method'} (method ${first.method})`
  return new EngineError(
    'archive-invalid',
    `${which}: ${first.name} is ${why}.`,
    first.encrypted
      ? 'Unpack it with its password and drop the folder instead.'
      : 'Only stored and deflated entries are supported. Unpack it with another program and drop the folder instead.',
  )
}
