import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { formatBytes, formatCount } from '../base/format.ts'
import { lineAndColumn, locateJsonError } from './json-error.ts'
import { limits } from './limits.ts'
import { describeBytes, hintFor } from './magic.ts'
import type { TreeFile } from './tree.ts'

/** The first `length` bytes, or fewer if the file is shorter. */
export function head(file: TreeFile, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return file.source.read(0, Math.min(length, file.source.size), signal)
}

/**
 * A whole file as UTF-8 text, without a byte order mark. Raises `json-too-large` beyond `limit` bytes,
 * `file-unreadable`, `cancelled`.
 */
export async function readText(file: TreeFile, limit: number = limits.json, signal?: AbortSignal): Promise<string> {
  return new TextDecoder().decode(await readBytes(file, limit, signal))
}

async function readBytes(
  file: TreeFile,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (file.source.size > limit) {
    throw new EngineError(
      'json-too-large',
      `${file.path} is ${formatBytes(file.source.size)}; text files are read up to ${formatBytes(limit)}.`,
      'Store large data in a binary file: weights in .bin shards, tensors in .npy.',
    )
  }
  return file.source.read(0, file.source.size, signal)
}

/**
 * Parses a file as JSON. Keys such as `__proto__` become plain properties; callers must look keys up with
 * `Object.hasOwn` and never copy unknown ones. Raises `json-invalid` with line, column and a description of the file,
 * `file-empty`, `json-too-large`, `file-unreadable`, `cancelled`.
 */
export async function readJson(file: TreeFile, limit: number = limits.json, signal?: AbortSignal): Promise<unknown> {
  const bytes = await readBytes(file, limit, signal)
  return parseJson(bytes, file.path, signal)
}

export function parseJson(bytes: Uint8Array<ArrayBuffer>, path: string, signal?: AbortSignal): unknown {
  if (bytes.length === 0) throw new EngineError('file-empty', `${path} is empty; JSON was expected.`, hintFor(bytes))
  throwIfAborted(signal)
  checkNesting(bytes, path)
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalidJson(text, bytes, path, error)
  }
}

/** Levels of lists and objects. Nothing that people save has as many, and a parser takes seconds for some more. */
const deepest = 10_000

/** Raises `json-too-large` for JSON that is nested too deeply. */
export function checkNesting(bytes: Uint8Array, path: string): void {
  if (bytes.length <= deepest) return
  let depth = 0
  let inText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (inText) {
      if (byte === backslash) i++
      else if (byte === quote) inText = false
    } else if (byte === quote) inText = true
    else if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) depth--
    if (depth > deepest)
      throw new EngineError(
        'json-too-large',
        `${path} is nested more than ${formatCount(deepest, 'level')} deep.`,
        'It was damaged or made to exhaust memory; export it again.',
      )
  }
}

const quote = 0x22
const backslash = 0x5c

function invalidJson(text: string, bytes: Uint8Array, path: string, cause: unknown): EngineError {
  const what = describeBytes(bytes.subarray(0, 512))
  if (what !== '')
    return new EngineError('json-invalid', `${path} should be JSON, but it is ${what}.`, hintFor(bytes), cause)
  const offset = locateJsonError(text)
  const { line, column } = lineAndColumn(text, offset)
  const where = `line ${formatCount(line)}, column ${formatCount(column)}`
  if (offset >= text.trimEnd().length) {
    return new EngineError(
      'json-invalid',
      `${path} is cut off: the JSON ends too early, after ${formatCount(bytes.length, 'byte')} (${where}).`,
      'Copy or download the file again.',
      cause,
    )
  }
  const found = JSON.stringify(text.slice(offset, offset + 20))
  const nan = /^-?(NaN|Infinity)/.test(text.slice(offset, offset + 9))
    ? ' JSON does not allow NaN or Infinity, although Python writes them.'
    : ''
  return new EngineError(
    'json-invalid',
    `${path} is not valid JSON: unexpected ${found} at ${where}.${nan}`,
    'Fix the file there, or export it again.',
    cause,
  )
}
