import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { WeightFile } from '../../base/model.ts'
import { describeBytes, hintFor, magicLength } from '../../files/magic.ts'
import { dirName, joinPath } from '../../files/paths.ts'
import { head } from '../../files/read.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import { Checkpoint } from './checkpoint/index.ts'
import { findIndex, findShards } from './locate.ts'
import type { MetaGraphProto } from './proto/saved-model.ts'

const wholeFolder =
  'Drop the whole folder of the SavedModel, or a zip of it: saved_model.pb and the folder "variables".'

/**
 * Opens the checkpoint beside `saved_model.pb` and checks that its files are present and long enough; `null` for a
 * model without variables. Raises `weights-missing`, `file-truncated`, `file-unreadable`, `model-invalid`,
 * `checksum-mismatch`, `cancelled`.
 */
export async function openCheckpoint(
  main: TreeFile,
  metaGraphs: readonly MetaGraphProto[],
  tree: FileTree,
  signal?: AbortSignal,
): Promise<{ readonly checkpoint: Checkpoint | null; readonly table: readonly WeightFile[] }> {
  const index = findIndex(main, tree)
  if (index === undefined) {
    if (!metaGraphs.some(hasVariables)) return { checkpoint: null, table: [] }
    throw new EngineError(
      'weights-missing',
      `${main.path} is a SavedModel with variables, but variables/variables.index is missing${besides(main, tree)}.`,
      wholeFolder,
    )
  }
  await refuseStandIn(index, signal)
  const checkpoint = await Checkpoint.open(index, signal)
  const files = findShards(index, checkpoint.shardNames(), tree)
  const sizes = checkpoint.shardSizes()
  const table = checkpoint.shardNames().map((name, i): WeightFile => {
    const file = files[i]
    const expected = sizes[i] ?? 0
    if (file === undefined || file === null)
      return { path: joinPath(dirName(index.path), name), state: 'missing', expected, found: null }
    const found = file.source.size
    return { path: file.path, state: found < expected ? 'wrong-size' : 'have', expected, found }
  })
  await requireShards(index, table, files, signal)
  checkpoint.attach(files)
  const row: WeightFile = { path: index.path, state: 'have', expected: index.source.size, found: index.source.size }
  return { checkpoint, table: [row, ...table] }
}

async function requireShards(
  index: TreeFile,
  table: readonly WeightFile[],
  files: readonly (TreeFile | null)[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const missing = table.filter(({ state }) => state === 'missing')
  if (missing.length > 0) {
    const names = missing.slice(0, 5).map(({ path, expected }) => `${path} (${formatCount(expected ?? 0, 'byte')})`)
    const more = missing.length > names.length ? ` and ${formatCount(missing.length - names.length)} more` : ''
    throw new EngineError(
      'weights-missing',
      `${index.path} needs ${formatCount(table.length, 'data file')}; missing: ${names.join(', ')}${more}.`,
      wholeFolder,
    )
  }
  for (const [i, { path, state, expected, found }] of table.entries()) {
    const file = files[i]
    if (state !== 'wrong-size' || file === undefined || file === null) continue
    await refuseStandIn(file, signal)
    throw new EngineError(
      'file-truncated',
      `${path} is truncated: it has ${formatCount(found ?? 0, 'byte')}, but the index needs ${formatCount(expected ?? 0)}.`,
      'Copy or download the file again.',
    )
  }
}

/** A Git LFS pointer or a web page instead of a file. */
export async function refuseStandIn(file: TreeFile, signal?: AbortSignal): Promise<void> {
  const first = await head(file, magicLength, signal)
  if (first.length === 0)
    throw new EngineError('file-empty', `${file.path} is empty.`, 'Copy or download the file again.')
  const what = describeBytes(first)
  if (/LFS|HTML|XML|zip archive/.test(what))
    throw new EngineError('file-unreadable', `${file.path} is ${what}.`, hintFor(first))
}

/** Asset paths are variables too, but are not saved. */
function hasVariables({ graph }: MetaGraphProto): boolean {
  return graph.nodes.some(({ op, attributes }) => {
    if (op !== 'VarHandleOp' && op !== 'VariableV2' && op !== 'Variable') return false
    const dtype = attributes.get('dtype')
    return dtype === undefined || !('type' in dtype) || dtype.type !== 7
  })
}

function besides(main: TreeFile, tree: FileTree): string {
  const folder = dirName(main.path)
  const data = tree.files.filter(
    ({ path, name }) => path.startsWith(folder) && /^variables\.data-\d+-of-\d+$/.test(name),
  )
  return data.length === 0
    ? ', like the rest of the folder "variables"'
    : ` (found: ${data.map(({ path }) => path).join(', ')})`
}
