import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/**
 * @template T
 * @typedef {{ type: 'string' | 'boolean', default?: string | boolean, read: (given: any) => T }} Option `read` throws a readable message
 */

/** @type {Option<boolean>} */
export const flag = { type: 'boolean', default: false, read: (given) => given }

/** Parts of names, separated by commas; `null`: none given. @type {Option<readonly string[] | null>} */
export const names = { type: 'string', read: (given) => given?.split(',') ?? null }

/** The text of a file; `null`: none is named. @type {Option<string | null>} */
export const file = { type: 'string', read: (given) => (given === undefined ? null : readFileSync(given, 'utf8')) }

/** @param {number | null} byDefault @returns {Option<number>} an integer; `null` by default means `Infinity` */
export function count(byDefault) {
  return {
    type: 'string',
    ...(byDefault === null ? {} : { default: String(byDefault) }),
    read: (given = Number.POSITIVE_INFINITY) => {
      if (typeof given === 'string' && !/^\d+$/.test(given)) throw new Error(`"${given}" is not an integer`)
      return Number(given)
    },
  }
}

/**
 * A subset of the given words, separated by commas.
 * @param {readonly string[]} words
 * @param {readonly string[]} byDefault
 * @returns {Option<readonly string[]>}
 */
export function someOf(words, byDefault) {
  return {
    type: 'string',
    default: byDefault.join(','),
    read: (given) => {
      const unknown = given.split(',').filter((/** @type {string} */ word) => !words.includes(word))
      if (unknown.length > 0) throw new Error(`unknown value "${unknown.join(', ')}"; choose from ${words.join(', ')}`)
      return given.split(',')
    },
  }
}

/** @param {readonly [string, ...string[]]} words the first is the default @returns {Option<string>} */
export function oneOf(words) {
  const some = someOf(words, [words[0]])
  return {
    ...some,
    read: (given) => {
      const [first = '', ...more] = some.read(given)
      if (more.length > 0) throw new Error(`choose only one of ${words.join(', ')}, not "${given}"`)
      return first
    },
  }
}

/** Checks a random sample; the seed makes it reproducible. */
export const sampleOptions = { sample: count(null), seed: count(1) }

/**
 * Reads `FOLDER [options]`. `--help` prints the usage and ends the process with 0; wrong arguments or a missing folder
 * print the problem and end it with 2.
 * @template {Readonly<Record<string, Option<any>>>} Options
 * @param {string} usage
 * @param {Options} options
 * @param {readonly string[]} [args]
 * @returns {Promise<{ folder: string } & { [Name in keyof Options]: ReturnType<Options[Name]['read']> }>}
 */
export async function readArguments(usage, options, args = process.argv.slice(2)) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return /** @type {any} */ (await parse(options, args))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}.\n\n${usage}`)
    process.exit(2)
  }
}

/**
 * Reads `[options]`; the same for a command that needs no folder.
 * @template {Readonly<Record<string, Option<any>>>} Options
 * @param {string} usage
 * @param {Options} options
 * @returns {{ [Name in keyof Options]: ReturnType<Options[Name]['read']> }}
 */
export function readOptions(usage, options, args = process.argv.slice(2)) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    const { values, positionals } = split(options, args)
    if (positionals.length > 0) throw new Error(`"${positionals[0]}" is not an option`)
    return /** @type {any} */ (valuesOf(options, values))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}.\n\n${usage}`)
    process.exit(2)
  }
}

/** @param {Readonly<Record<string, Option<any>>>} options @param {readonly string[]} args */
function split(options, args) {
  const config = Object.entries(options).map(([name, { read: _, ...rest }]) => [name, rest])
  return parseArgs({ args: [...args], allowPositionals: true, options: Object.fromEntries(config) })
}

/** @param {Readonly<Record<string, Option<any>>>} options @param {readonly string[]} args */
async function parse(options, args) {
  const { values, positionals } = split(options, args)
  const [given, ...more] = positionals
  if (given === undefined) throw new Error('No folder given')
  if (more.length > 0) throw new Error(`Expected one folder, got ${positionals.length}: ${positionals.join(', ')}`)
  const folder = resolve(given)
  const isFolder = (await stat(folder).catch(() => null))?.isDirectory() ?? false
  if (!isFolder) throw new Error(`No such folder: ${folder}`)
  return { folder, ...valuesOf(options, values) }
}

/** @param {Readonly<Record<string, Option<any>>>} options @param {Readonly<Record<string, unknown>>} given */
function valuesOf(options, given) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { read }]) => {
      try {
        return [name, read(given[name])]
      } catch (error) {
        throw new Error(`--${name}: ${error instanceof Error ? error.message : error}`)
      }
    }),
  )
}
