import { EngineError } from '../../../base/errors.ts'
import { Budget } from '../../../files/limits.ts'
import { dirName, joinPath } from '../../../files/paths.ts'
import type { ByteSource, FileTree, Reads, TreeFile, ZipEntry } from '../../../files/tree.ts'
import { zipEntrySource } from '../../../files/zip.ts'

/** A file inside a Keras model. */
export interface Part {
  /** `model.keras/config.json`. */
  readonly path: string
  readonly source: ByteSource
}

/** The parts of a Keras 3 model by name (`config.json`, `assets/layers/…`), from a zip or a folder. */
export interface Container {
  readonly parts: ReadonlyMap<string, Part>
  /** Entries that were skipped, one sentence each. */
  readonly notes: readonly string[]
}

/** Entries that the model reader needs; it ignores all others. */
const needed = /^(config\.json|metadata\.json|model\.weights\.(h5|npz)|assets\/.+)$/

/** Maximum number of bytes kept in memory before the weights are read; larger parts are read piece by piece. */
const longestLead = 2 ** 20
/** Room for a local header with its name and extra fields. */
const longestHeader = 512

/**
 * The parts of a `.keras`: stored entries are read in place, deflated ones are inflated on first use. Raises
 * `archive-invalid` for an encrypted entry, `archive-too-large`.
 */
export function openZip(file: TreeFile, reads: Reads): Container {
  const budget = new Budget()
  const entries = file.zip?.entries ?? []
  const parts = new Map<string, Part>()
  const archive = reads.rememberHead(file.source, beforeWeights(entries))
  for (const entry of entries) {
    if (!needed.test(entry.name) || isHostile(entry.name)) continue
    if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw locked(file, entry)
    const path = joinPath(file.path, entry.name)
    if (entry.method === 8 && !entry.name.startsWith('assets/')) budget.checkRatio(entry.inflated, entry.stored, path)
    parts.set(entry.name, {
      path,
      source: reads.rememberHead(reads.rememberSmall(zipEntrySource(archive, entry, path, budget))),
    })
  }
  const hostile = entries.filter(({ name }) => isHostile(name))
  return { parts, notes: hostile.slice(0, 3).map(({ name }) => ignored(file, name)) }
}

/** Keras writes the configuration before the weights, so one read brings everything in front of them. */
function beforeWeights(entries: readonly ZipEntry[]): number {
  const weights = entries.find(({ name }) => /^model\.weights\./.test(name))
  return Math.min(longestLead, (weights?.offset ?? 0) + longestHeader)
}

/** The parts of a folder laid out like a `.keras`; the weights file may have any name. */
export function openFolder(config: TreeFile, weights: TreeFile | undefined, tree: FileTree): Container {
  const folder = dirName(config.path)
  const prefix = folder === '' ? '' : `${folder}/`
  const inside = tree.files.flatMap((file) => {
    const name = file.path.startsWith(prefix) ? file.path.slice(prefix.length) : ''
    return /^(metadata\.json|assets\/.+)$/.test(name) ? [[name, file] as const] : []
  })
  const parts = new Map<string, Part>([...inside, ['config.json', config]])
  if (weights !== undefined) parts.set(/\.npz$/i.test(weights.name) ? 'model.weights.npz' : 'model.weights.h5', weights)
  return { parts, notes: [] }
}

function isHostile(name: string): boolean {
  return /^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(name)
}

function ignored({ name }: TreeFile, entry: string): string {
  return `${name} has an entry named ${entry}, which points outside the archive; it was ignored.`
}

function locked(file: TreeFile, { name, encrypted, method }: ZipEntry): EngineError {
  return new EngineError(
    'archive-invalid',
    `${file.path} cannot be opened: its entry ${name} is ${encrypted ? 'encrypted' : `compressed by a method that is not read (number ${method})`}.`,
    encrypted
      ? 'Unpack it with its password and drop the folder instead.'
      : 'Unpack it with another program and drop the folder instead.',
  )
}
