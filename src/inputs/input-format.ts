import type { Field } from '../base/plan.ts'
import type { Values } from '../base/values.ts'
import type { TreeFile } from '../files/tree.ts'
import type { InputValue } from './input-value.ts'
import type { Job } from './job.ts'
import type { Choice } from './step.ts'

/** A file that has been opened: the first step of the plan, with its own options. */
export interface OpenedInput {
  /** What was found: `JPEG, 640 × 427, rotated by EXIF`. */
  readonly source: string
  auto(): Choice
  fields(values: Values): readonly Field[]
  inputValue(values: Values): InputValue | Promise<InputValue>
  summary(values: Values): string
}

/** Raises `input-unreadable`, `input-unsupported`, `file-unreadable`, `cancelled`. */
export type OpenInput = (file: TreeFile, job: Job) => Promise<OpenedInput>

/** One kind of input file: a row of the table in `formats/index.ts`. */
export interface InputFormat {
  readonly id: string
  readonly label: string
  /** Whether magic bytes alone decide; such formats are tried before the files that are known but cannot be read. */
  readonly bySignature: boolean
  /**
   * What the file is, in a word or two (`JPEG`), or `null` when it is not of this kind.
   * `head`: the first `headBytes` bytes, or all of a shorter file. Magic bytes count before the name.
   */
  match(head: Uint8Array, name: string): string | null
  /** What a file of this name usually is; `null` when the name does not tell. Where this is left out, no name tells. */
  matchName?(name: string): string | null
  /**
   * Looks into a dropped file whose head cannot tell whether it is an input at all. Raises `input-unreadable`, `json-invalid`,
   * `json-too-large`, `file-unreadable`, `cancelled`.
   */
  check?(file: TreeFile, signal?: AbortSignal): Promise<void>
  /** What opens such files: a chunk of its own, loaded when the first is prepared. */
  readonly open: () => Promise<{ readonly open: OpenInput }>
}

/** Bytes of a file that `match` sees. */
export const headBytes = 4096
