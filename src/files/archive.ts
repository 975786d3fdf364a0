import type { Budget } from './limits.ts'
import type { ByteSource, Reads, TreeProblem, ZipListing } from './tree.ts'

/** A dropped file with the header of an archive. */
export interface Archive {
  readonly path: string
  readonly source: ByteSource
  /** Limits shared by the whole drop. */
  readonly budget: Budget
  readonly reads: Reads
  readonly signal: AbortSignal | undefined
}

export interface NamedSource {
  readonly path: string
  readonly source: ByteSource
}

/** The files in an archive, under its path; or, for a zip that stays one file, its entries. */
export type Unpacked =
  | { readonly files: readonly NamedSource[]; readonly problems: readonly TreeProblem[] }
  | { readonly zip: ZipListing }

/** Raises `archive-invalid`, `archive-too-large`, `file-unreadable`, `cancelled`. */
export type Unpack = (archive: Archive) => Promise<Unpacked>

export interface ArchiveKind {
  readonly id: string
  /** File names that suggest this kind: its code is fetched while the drop is being listed. */
  readonly names: RegExp
  /** `head`: the first 512 bytes. Names are not considered. */
  matches(head: Uint8Array): boolean
  /** Loads the reader as a separate chunk, on first use. */
  readonly open: () => Promise<{ readonly unpack: Unpack }>
}
