import { EngineError } from '../../../base/errors.ts'
import { formatBytes, formatCount } from '../../../base/format.ts'
import type { WeightFile } from '../../../base/model.ts'
import { describeBytes, hintFor } from '../../../files/magic.ts'
import { dirName } from '../../../files/paths.ts'
import { head } from '../../../files/read.ts'
import type { FileTree, TreeFile } from '../../../files/tree.ts'
import { looksLikeShard, type Shard, shardName } from './locate.ts'
import { groupBytes, type WeightGroup } from './manifest.ts'

/** A group with its files; `shards` follow `group.paths`. */
export interface LocatedGroup {
  readonly group: WeightGroup
  readonly shards: readonly Shard[]
}

/** The table of weight files: those in the manifest, and unlisted files beside the model that look like weights. */
export function weightTable(
  main: TreeFile,
  groups: readonly LocatedGroup[],
  tree: FileTree,
  others: ReadonlySet<string> = new Set(),
): readonly WeightFile[] {
  const rows = groups.flatMap(groupRows)
  const used = new Set(groups.flatMap(({ shards }) => shards.flatMap(({ file }) => (file === null ? [] : [file.path]))))
  const folder = dirName(main.path)
  const extra = tree.files.filter(
    ({ path, name }) => dirName(path) === folder && looksLikeShard(name) && !used.has(path) && !others.has(path),
  )
  return [
    ...rows,
    ...extra.map(({ path, source }) => ({ path, state: 'extra' as const, expected: null, found: source.size })),
  ]
}

function groupRows({ group, shards }: LocatedGroup): WeightFile[] {
  const { bytes, exact } = groupBytes(group)
  const sizes = shards.map(({ file }) => file?.source.size ?? null)
  const expected = expectedSizes(exact ? bytes : null, sizes)
  const held = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  const complete = sizes.every((size) => size !== null)
  const fits = !complete || (exact ? held === bytes : held >= bytes)
  return shards.map(({ path, file }, i) => {
    const wanted = expected[i] ?? null
    if (file === null) return { path, state: 'missing', expected: wanted, found: null }
    const found = file.source.size
    const wrong = !fits && (wanted === null || wanted !== found)
    return { path, state: wrong ? 'wrong-size' : 'have', expected: wrong || wanted !== null ? wanted : found, found }
  })
}

/**
 * Expected bytes of each file in a group: the manifest states only the sum. A single file holds all of it; converters
 * cut equal pieces and a shorter last one, so present pieces tell the size of missing ones; `null` if it cannot be
 * inferred.
 */
function expectedSizes(total: number | null, sizes: readonly (number | null)[]): readonly (number | null)[] {
  if (total === null) return sizes.map(() => null)
  if (sizes.length === 1) return [total]
  const known = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  if (sizes.filter((size) => size === null).length === 1) return sizes.map((size) => size ?? Math.max(0, total - known))
  const pieces = sizes.slice(0, -1)
  const piece = mostFrequent(pieces.filter((size) => size !== null)) ?? 4 * 2 ** 20
  const last = total - piece * pieces.length
  if (last <= 0 || last > piece) return sizes.map(() => null)
  return [...pieces.map(() => piece), last]
}

function mostFrequent(values: readonly number[]): number | null {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

/** Raises `weights-missing` or `weights-wrong-size` with what was expected, what was found, and what to do. */
export async function requireWeights(
  main: TreeFile,
  groups: readonly LocatedGroup[],
  table: readonly WeightFile[],
  signal?: AbortSignal,
): Promise<void> {
  const missing = table.filter(({ state }) => state === 'missing')
  const needed = table.filter(({ state }) => state !== 'extra')
  const total = groups.reduce((sum, { group }) => sum + groupBytes(group).bytes, 0)
  const found = table.filter(({ state }) => state !== 'missing')
  if (missing.length > 0) {
    throw new EngineError(
      'weights-missing',
      `${main.path} needs ${formatCount(needed.length, 'weight file')} with ${formatBytes(total)} in total; ${missing.length === needed.length ? (needed.length === 1 ? 'it is' : 'all are') : formatCount(missing.length)} missing: ${listed(missing.map(describeExpected))}. ${
        found.length === 0 ? 'No weight file was found.' : `Found: ${listed(found.map(describeFound))}.`
      }`,
      hintForMissing(main, missing, found),
    )
  }
  const wrong = table.filter(({ state }) => state === 'wrong-size')
  const [first] = wrong
  if (first === undefined) return
  const file = groups.flatMap(({ shards }) => shards).find(({ path }) => path === first.path)?.file
  const bytes = file === undefined || file === null ? new Uint8Array(0) : await head(file, 512, signal)
  const what = describeBytes(bytes)
  const telling = what !== '' && what !== 'binary data'
  throw new EngineError(
    'weights-wrong-size',
    `${main.path} and its weight files do not match: ${listed(wrong.map(describeWrong))}.${telling ? ` ${first.path} is ${what}.` : ''}`,
    telling
      ? hintFor(bytes)
      : 'The file is truncated, or belongs to another model or another version of this one. Take model.json and all weight files from the same export.',
  )
}

function hintForMissing(main: TreeFile, missing: readonly WeightFile[], found: readonly WeightFile[]): string {
  const twin = found.find(
    ({ state, found: size }) =>
      state === 'extra' && missing.some(({ expected }) => expected !== null && expected === size),
  )
  const renamed =
    twin === undefined
      ? ''
      : ` ${twin.path} has exactly the size of the missing file: if it is that file, rename it to ${shardName(missing[0]?.path ?? '')}.`
  return `Drop ${main.name} together with all its weight files, or the folder or a zip of them.${renamed}`
}

function describeExpected({ path, expected }: WeightFile): string {
  return expected === null ? path : `${path} (${formatCount(expected, 'byte')})`
}

function describeFound({ path, found, state }: WeightFile): string {
  const size = formatCount(found ?? 0, 'byte')
  return state === 'extra' ? `${path} (${size}, not named by the model)` : `${path} (${size})`
}

function describeWrong({ path, expected, found }: WeightFile): string {
  const wanted = expected === null ? 'another size' : formatCount(expected, 'byte')
  return `${path} has ${formatCount(found ?? 0, 'byte')}, ${wanted} ${expected === null ? 'is' : 'are'} expected`
}

/** The first few of a list, and how many more there are. */
function listed(items: readonly string[]): string {
  const shown = items.slice(0, 8).join(', ')
  return items.length > 8 ? `${shown} and ${formatCount(items.length - 8)} more` : shown
}
