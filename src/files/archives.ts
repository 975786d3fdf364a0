import type { ArchiveKind } from './archive.ts'
import { isTarHeader, startsWith } from './magic.ts'

/** The archive types that are opened in place, in order of detection. */
export const archiveKinds: readonly ArchiveKind[] = [
  {
    id: 'zip',
    names: /\.(zip|keras|npz)$/i,
    matches: (head) => startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06]),
    open: () => import('./unpack-zip.ts'),
  },
  {
    id: 'gzip',
    names: /\.(tgz|gz)$/i,
    matches: (head) => startsWith(head, [0x1f, 0x8b, 0x08]),
    open: () => import('./unpack-gzip.ts'),
  },
  { id: 'tar', names: /\.tar$/i, matches: isTarHeader, open: () => import('./unpack-tar.ts') },
]

/** Fetches the code of all archive types. A failure surfaces where an archive is opened. */
export function fetchArchives(): void {
  for (const { open } of archiveKinds) open().catch(() => undefined)
}
