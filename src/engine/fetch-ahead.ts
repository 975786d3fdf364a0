import { fetchArchives } from '../files/archives.ts'
import { fetchFormats } from '../formats/index.ts'
import type { Runtime } from '../runtime/contract.ts'

/**
 * Fetches the code of a first load while the worker waits for a drop, so that the load does not wait for one chunk after
 * the other. A failure surfaces in the load.
 */
export function fetchAhead(runtime: Pick<Runtime, 'fetch'>): void {
  runtime.fetch()
  fetchFormats()
  fetchArchives()
  for (const code of [import('../evidence/index.ts'), import('../outputs/index.ts')]) code.catch(() => undefined)
}
