import { throwIfAborted } from '../../../base/abort.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { type Fill, fillFrom } from '../../../graph/constant.ts'

/** Longest read that goes through the read-ahead window. */
const smallRead = 512 * 1024
/** Passes keep constants of up to 4,096 elements; those are copied. */
const shortRead = 16 * 1024
/** How far to read ahead for small neighbours: at first, and after sequential reads. */
const firstWindow = 64 * 1024
const windowGrowth = 4
const largestWindow = 4 * 2 ** 20

interface Window {
  readonly group: GroupBytes
  readonly start: number
  readonly end: number
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>
}

/** A model's single read-ahead window, shared by all its groups. */
export class ReadAhead {
  window: Window | null = null
  /** End of the last small read; a read that starts here is sequential. */
  end = -1
}

/** The files of one weight group, as if concatenated; they are never joined in memory. */
export class GroupBytes {
  readonly size: number
  readonly #files: readonly { readonly file: TreeFile; readonly start: number; readonly end: number }[]
  readonly #ahead: ReadAhead

  constructor(files: readonly TreeFile[], ahead: ReadAhead) {
    let start = 0
    this.#files = files.map((file) => {
      const end = start + file.source.size
      const placed = { file, start, end }
      start = end
      return placed
    })
    this.size = start
    this.#ahead = ahead
  }

  /** The files that contain bytes [start, end), for messages. */
  names(start: number, end: number): string {
    return this.#parts(start, end)
      .map(({ file }) => file.path)
      .join(' and ')
  }

  /**
   * Bytes [start, end), across files if necessary, aligned to 4 in their buffer: a fresh buffer, or for long reads of a
   * file in memory, a read-only view. Raises `file-unreadable`, `cancelled`.
   */
  async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal)
    const held = this.#peek(start, end)
    if (held !== null) return end - start > shortRead && held.byteOffset % 4 === 0 ? held : held.slice()
    if (end - start > smallRead) {
      this.#ahead.end = -1
      return this.#readDirectly(start, end, signal)
    }
    const window = this.#windowFor(start, end, signal)
    this.#ahead.end = end
    const bytes = await window.bytes.catch((error: unknown) => {
      if (signal?.aborted === true) throw error
      return null
    })
    return bytes === null
      ? this.#readDirectly(start, end, signal)
      : bytes.slice(start - window.start, end - window.start)
  }

  /**
   * A function that copies float32 bytes [start, end) to a target, however they are split into files. Raises what
   * `read` raises.
   */
  async fill(start: number, end: number, signal?: AbortSignal): Promise<Fill> {
    throwIfAborted(signal)
    const pieces = this.#parts(start, end).map((part) => {
      const [from, to] = [Math.max(start, part.start), Math.min(end, part.end)]
      return part.file.source.peek?.(from - part.start, to - part.start) ?? null
    })
    const held = pieces.filter((piece) => piece !== null)
    return fillFrom(...(held.length === pieces.length ? held : [await this.read(start, end, signal)]))
  }

  #peek(start: number, end: number): Uint8Array<ArrayBuffer> | null {
    const part = this.#files.find((file) => file.start <= start && file.end >= end)
    return part?.file.source.peek?.(start - part.start, end - part.start) ?? null
  }

  #windowFor(start: number, end: number, signal: AbortSignal | undefined): Window {
    const held = this.#ahead.window
    if (held !== null && held.group === this && start >= held.start && end <= held.end) return held
    const inRow = held !== null && held.group === this && start === this.#ahead.end
    const size = inRow ? Math.min(largestWindow, windowGrowth * (held.end - held.start)) : firstWindow
    const until = Math.max(end, Math.min(this.size, start + size))
    const window: Window = { group: this, start, end: until, bytes: this.#readDirectly(start, until, signal) }
    window.bytes.catch(() => {
      if (this.#ahead.window === window) this.#ahead.window = null
    })
    this.#ahead.window = window
    return window
  }

  async #readDirectly(start: number, end: number, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const parts = this.#parts(start, end)
    const [only] = parts
    if (only !== undefined && parts.length === 1)
      return only.file.source.read(start - only.start, end - only.start, signal)
    const bytes = new Uint8Array(end - start)
    for (const part of parts) {
      const from = Math.max(start, part.start)
      const to = Math.min(end, part.end)
      bytes.set(await part.file.source.read(from - part.start, to - part.start, signal), from - start)
    }
    return bytes
  }

  #parts(
    start: number,
    end: number,
  ): readonly { readonly file: TreeFile; readonly start: number; readonly end: number }[] {
    return this.#files.filter((part) => part.start < end && part.end > start)
  }
}
