import { EngineError } from '../base/errors.ts'
import type { ByteSource, TreeFile } from '../files/tree.ts'

/** Largest text read whole, bytes. */
const maxTextBytes = 256_000_000

/** UTF-8, or UTF-16 by its byte order mark. Raises `input-unsupported` beyond 256 MB, `input-unreadable` when it is neither. */
export async function readText({ path, source }: TreeFile, signal?: AbortSignal): Promise<string> {
  if (source.size > maxTextBytes) {
    throw new EngineError(
      'input-unsupported',
      `${path} has ${source.size} bytes; text is read up to ${maxTextBytes} bytes.`,
      'Split the file.',
    )
  }
  const bytes = await readAll(source, signal)
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch (error) {
    throw new EngineError('input-unreadable', `${path} is neither UTF-8 nor UTF-16 text.`, 'Save it as UTF-8.', error)
  }
}

function readAll(source: ByteSource, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  return source.read(0, source.size, signal)
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** The head of a file as text; `null` when it holds bytes that no text has. The last character may be cut. */
export function headText(head: Uint8Array): string | null {
  const encoding = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  // Control characters other than tab, line ends and form feed, and what does not decode.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u001f\ufffd]/.test(text) ? null : text
}
