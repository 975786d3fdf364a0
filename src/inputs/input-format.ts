import type { Field } from '../base/plan.ts'
import type { TreeFile } from '../files/tree.ts'
import type { InputValue } from './input-value.ts'
import type { Job } from './job.ts'
import type { Choice } from './step.ts'
import type { Values } from './values.ts'

/** A file that has been opened: the first step of the plan, with its own options. */
export interface OpenedInput {
  /** What was found: `JPEG, 640 × 427, rotated by EXIF`. */
  readonly source: string
  auto(): Choice
  fields(values: Values): readonly Field[]
  inputValue(values: Values): InputValue | Promise<InputValue>
  summary(values: Values): string
}

/** One kind of input file. */
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
  /**
   * A look at the content where the head cannot tell whether the file is an input at all. Raises `input-unreadable`,
   * `json-invalid`, `json-too-large`, `file-unreadable`, `cancelled`.
   */
  check?(file: TreeFile, signal?: AbortSignal): Promise<void>
  /** Raises `input-unreadable`, `input-unsupported`, `file-unreadable`, `cancelled`. */
  open(file: TreeFile, job: Job): Promise<OpenedInput>
}

/** Bytes of a file that `match` sees. */
export const headBytes = 4096
