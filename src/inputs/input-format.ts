import type { Feeds, Field, Holds } from '../base/plan.ts'
import type { Values } from '../base/values.ts'
import type { TreeFile } from '../files/tree.ts'
import type { InputValue } from './input-value.ts'
import type { Job } from './job.ts'
import type { Choice } from './step.ts'

/** An opened file: the first step of the plan, with its own options. */
export interface OpenedInput {
  /** A description: `JPEG, 640 × 427, rotated by EXIF`. */
  readonly source: string
  auto(): Choice
  fields(values: Values): readonly Field[]
  inputValue(values: Values): InputValue | Promise<InputValue>
  summary(values: Values): string
}

/** Raises `input-unreadable`, `input-unsupported`, `file-unreadable`, `cancelled`. */
export type OpenInput = (file: TreeFile, job: Job) => Promise<OpenedInput>

/** A picture of the file that a browser can draw. Raises what `open` raises. */
export type DrawInput = (file: TreeFile, signal?: AbortSignal) => Promise<Blob>

/** A format of input files: a row of the table in `formats/index.ts`. */
export interface InputFormat {
  readonly id: string
  readonly label: string
  /** How many inputs a file can feed. */
  readonly holds: Holds
  /** Whether the page can show the file as a picture: as it is, or as `draw` of its opener draws it. */
  readonly drawable: boolean
  /** Whether a browser can play a file as it is. */
  readonly plays?: boolean
  /** What an input must take for a file of this format to feed it. */
  readonly feeds: Feeds
  /** Whether magic bytes alone decide; such formats are tried before recognised but unsupported files. */
  readonly bySignature: boolean
  /**
   * The file type in a word or two (`JPEG`), or `null` if it is not of this format. `head`: the first `headBytes`
   * bytes, or all of a shorter file. Magic bytes take precedence over the name.
   */
  match(head: Uint8Array, name: string): string | null
  /** The usual type of files with this name; `null` if the name is inconclusive. Absent if names never decide. */
  matchName?(name: string): string | null
  /**
   * Reads further into a dropped file whose head is ambiguous. Raises `input-unreadable`, `json-invalid`,
   * `json-too-large`, `file-unreadable`, `cancelled`.
   */
  check?(file: TreeFile, signal?: AbortSignal): Promise<void>
  /** Imports the opener: a separate chunk, loaded for the first file of this format. */
  readonly open: () => Promise<{ readonly open: OpenInput; readonly draw?: DrawInput }>
}

/** Number of bytes passed to `match`. */
export const headBytes = 4096
