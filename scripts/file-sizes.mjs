/** Fails if a source file is longer than the limit; tests and data are exempt. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { root } from './run.mjs'

const limit = 300

/** Longer files, with the reason. Only for tables of data, not for logic. */
const exceptions = new Map(/** @type {[string, string][]} */ ([]))

const checked = /\.(ts|tsx|mjs|css)$/
const exempt = /\.test\.(ts|tsx|mjs)$|(^|\/)fixtures\//

const files = ['src', 'scripts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
)
const rows = files
  .filter((path) => checked.test(path) && !exempt.test(path))
  .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
  .sort((a, b) => b.lines - a.lines)

const tooLong = rows.filter(({ path, lines }) => lines > limit && !exceptions.has(path))
for (const { path, lines } of tooLong) {
  console.error(
    `${path}: ${lines} lines; the limit is ${limit}. Split it, or list it with a reason in scripts/file-sizes.mjs.`,
  )
}
const idle = [...exceptions.keys()].filter((path) => !rows.some((row) => row.path === path && row.lines > limit))
for (const path of idle) console.error(`${path} no longer needs its exception in scripts/file-sizes.mjs.`)

const median = rows[Math.floor(rows.length / 2)]?.lines ?? 0
console.log(`${rows.length} files; median ${median} lines, longest ${rows[0]?.lines ?? 0} (${rows[0]?.path ?? 'none'})`)
process.exitCode = tooLong.length + idle.length > 0 ? 1 : 0
