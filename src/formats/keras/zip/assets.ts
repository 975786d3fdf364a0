import { throwIfAborted } from '../../../base/abort.ts'
import { formatBytes } from '../../../base/format.ts'
import type { Container } from './container.ts'

/** A vocabulary of a million words takes about 10 MB. */
const largest = 64 * 2 ** 20
const text = /\.(txt|json|tsv|csv|vocab)$/i

export interface Assets {
  readonly texts: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}

/** The text files that layers store beside their weights, by path. Raises `archive-invalid`, `cancelled`. */
export async function readAssets({ parts }: Container, signal?: AbortSignal): Promise<Assets> {
  const texts = new Map<string, string>()
  const notes: string[] = []
  let total = 0
  for (const [name, { path, source }] of parts) {
    if (!name.startsWith('assets/') || !text.test(name)) continue
    throwIfAborted(signal)
    total += source.size
    if (total > largest) {
      notes.push(
        `${path} (${formatBytes(source.size)}) was not read: the limit for a model's text files is ${formatBytes(largest)} in total.`,
      )
      total -= source.size
      continue
    }
    texts.set(name, new TextDecoder().decode(await source.read(0, source.size, signal)))
  }
  return { texts, notes }
}
