import { throwIfAborted } from '../base/abort.ts'
import { EngineError, toEngineError } from '../base/errors.ts'
import type { TreeFile } from '../files/tree.ts'
import { inputFormats } from './formats/index.ts'
import { known } from './formats/known.ts'
import { headBytes, type InputFormat } from './input-format.ts'

/** What sort of input a file is, or why it is none. */
type Sniffed = { readonly kind: string; readonly label: string } | { readonly problem: EngineError }

/**
 * Tells the kind of a file from its first bytes, then from its name. An empty file is `file-empty`; one that is known but cannot be
 * read, or not known at all, `input-unsupported`. Raises `file-unreadable`, `cancelled`.
 */
export async function sniffInput(file: TreeFile, signal?: AbortSignal): Promise<Sniffed> {
  const found = await kindOf(file, signal)
  if ('problem' in found) return found
  try {
    await found.kind.check?.(file, signal)
  } catch (error) {
    throwIfAborted(signal)
    return { problem: toEngineError(error, 'input-unreadable') }
  }
  return { kind: found.kind.id, label: found.label }
}

/**
 * The kind of a file from its name alone, without reading it; `null` when the name does not tell. For drops of thousands of
 * pictures. If the name is wrong, `prepare` finds out.
 */
export function sniffName({ name, source }: TreeFile): Sniffed | null {
  if (source.size === 0) return null
  for (const { id, matchName } of inputFormats) {
    const label = matchName?.(name) ?? null
    if (label !== null) return { kind: id, label }
  }
  return null
}

export async function kindOf(
  file: TreeFile,
  signal?: AbortSignal,
): Promise<{ readonly kind: InputFormat; readonly label: string } | { readonly problem: EngineError }> {
  const { path, name, source } = file
  if (source.size === 0) return { problem: new EngineError('file-empty', `${path} is empty.`, 'Choose another file.') }
  const head = await source.read(0, Math.min(headBytes, source.size), signal)
  const certain = matching(head, name, true)
  if (certain !== null) return certain
  const foreign = known.find(({ matches }) => matches(head, name))
  if (foreign !== undefined)
    return {
      problem: new EngineError(
        'input-unsupported',
        `${path} is ${foreign.label}, which cannot be read as an input.`,
        foreign.hint,
      ),
    }
  const likely = matching(head, name, false)
  if (likely !== null) return likely
  const hint = 'Pictures, .npy, .npz, JSON, CSV, TSV and plain text can be read.'
  return {
    problem: new EngineError(
      'input-unsupported',
      `${path} is of no kind that is known here: it starts with the bytes ${hex(head)}.`,
      hint,
    ),
  }
}

function matching(
  head: Uint8Array,
  name: string,
  bySignature: boolean,
): { readonly kind: InputFormat; readonly label: string } | null {
  for (const kind of inputFormats) {
    const label = kind.bySignature === bySignature ? kind.match(head, name) : null
    if (label !== null) return { kind, label }
  }
  return null
}

function hex(head: Uint8Array): string {
  return Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
