import { throwIfAborted } from '../base/abort.ts'
import { EngineError, toEngineError } from '../base/errors.ts'
import type { TreeFile } from '../files/tree.ts'
import { inputFormats } from './formats/index.ts'
import { unsupported } from './formats/unsupported.ts'
import { headBytes, type InputFormat } from './input-format.ts'

/** The format of an input file, or the reason why it is not one. */
type Sniffed = { readonly format: InputFormat; readonly label: string } | { readonly problem: EngineError }

/**
 * Detects a file's format from its first bytes, then from its name. Reports `file-empty` for an empty file, and
 * `input-unsupported` for an unsupported or unknown format. Raises `file-unreadable`, `cancelled`.
 */
export async function sniffInput(file: TreeFile, signal?: AbortSignal): Promise<Sniffed> {
  const found = await formatOf(file, signal)
  if ('problem' in found) return found
  try {
    await found.format.check?.(file, signal)
  } catch (error) {
    throwIfAborted(signal)
    return { problem: toEngineError(error, 'input-unreadable') }
  }
  return found
}

/**
 * Guesses a file's format from its name alone, without reading it; `null` if the name is inconclusive. For drops of
 * thousands of pictures. `prepare` detects wrong names.
 */
export function sniffName({ name, source }: TreeFile): Sniffed | null {
  if (source.size === 0) return null
  for (const format of inputFormats) {
    const label = format.matchName?.(name) ?? null
    if (label !== null) return { format, label }
  }
  return null
}

export async function formatOf(file: TreeFile, signal?: AbortSignal): Promise<Sniffed> {
  const { path, name, source } = file
  await source.arrived?.(signal)
  if (source.size === 0) return { problem: new EngineError('file-empty', `${path} is empty.`, 'Choose another file.') }
  const head = await source.read(0, Math.min(headBytes, source.size), signal)
  const certain = matching(head, name, true)
  if (certain !== null) return certain
  const recognised = unsupported.find(({ matches }) => matches(head, name))
  if (recognised !== undefined)
    return {
      problem: new EngineError(
        'input-unsupported',
        `${path} is ${recognised.label}, which is not supported as an input.`,
        recognised.hint,
      ),
    }
  const likely = matching(head, name, false)
  if (likely !== null) return likely
  const hint = 'Use a picture, a sound, .npy, .npz, JSON, CSV, TSV or plain text.'
  return {
    problem: new EngineError(
      'input-unsupported',
      `${path} has an unknown format: it starts with the bytes ${hex(head)}.`,
      hint,
    ),
  }
}

function matching(
  head: Uint8Array,
  name: string,
  bySignature: boolean,
): { readonly format: InputFormat; readonly label: string } | null {
  for (const format of inputFormats) {
    const label = format.bySignature === bySignature ? format.match(head, name) : null
    if (label !== null) return { format, label }
  }
  return null
}

function hex(head: Uint8Array): string {
  return Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
