import { EngineError } from '../base/errors.ts'
import type { ByteSource, TreeFile } from '../files/tree.ts'

/** Size limit of text files, bytes. */
const maxTextBytes = 256_000_000

/**
 * Decodes UTF-8, or UTF-16 with a byte order mark. Raises `input-unsupported` beyond 256 MB, `input-unreadable` for
 * other encodings.
 */
export async function readText({ path, source }: TreeFile, signal?: AbortSignal): Promise<string> {
  if (source.size > maxTextBytes) {
    throw new EngineError(
      'input-unsupported',
      `${path} has ${source.size} bytes; the limit for text is ${maxTextBytes} bytes.`,
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

/**
 * The head of a file as text; `null` if it contains bytes that do not occur in text. The last character may be cut off.
 */
export function headText(head: Uint8Array): string | null {
  const encoding = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  // Control characters other than tab, line ends and form feed, and invalid UTF-8.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this matches control characters
  return /[\u0000-\u0008\u000b\u000e-\u001f\ufffd]/.test(text) ? null : text
}
