import type { Budget } from './limits.ts'
import type { ByteSource, Reads, TreeProblem, ZipListing } from './tree.ts'

/** A file of a drop that begins like an archive. */
export interface Archive {
  readonly path: string
  readonly source: ByteSource
  /** Of the whole drop. */
  readonly budget: Budget
  readonly reads: Reads
  readonly signal: AbortSignal | undefined
}

export interface NamedSource {
  readonly path: string
  readonly source: ByteSource
}

/** The files in an archive, under its own path; or the list of a zip that stays one file. */
export type Unpacked =
  | { readonly files: readonly NamedSource[]; readonly problems: readonly TreeProblem[] }
  | { readonly zip: ZipListing }

/** Raises `archive-invalid`, `archive-too-large`, `file-unreadable`, `cancelled`. */
export type Unpack = (archive: Archive) => Promise<Unpacked>

export interface ArchiveKind {
  readonly id: string
  /** Names that announce one: its code is fetched while the drop is being listed. */
  readonly names: RegExp
  /** `head`: the first 512 bytes. Names play no part. */
  matches(head: Uint8Array): boolean
  /** A chunk of its own, loaded when such a file is there. */
  readonly open: () => Promise<{ readonly unpack: Unpack }>
}
