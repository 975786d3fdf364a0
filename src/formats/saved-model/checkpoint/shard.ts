import { throwIfAborted } from '../../../base/abort.ts'
import type { TreeFile } from '../../../files/tree.ts'

/** Longest read served through cached blocks; longer ones go straight to the file. */
const smallRead = 64 * 1024
/** Passes keep constants of up to 4,096 elements; those are copied. */
const shortRead = 16 * 1024
const blockSize = 512 * 1024
const mostBlocks = 8

/** One data file. Small tensors are adjacent, so recently read blocks are cached. */
export class Shard {
  private readonly blocks = new Map<number, Promise<Uint8Array<ArrayBuffer>>>()

  constructor(readonly file: TreeFile) {}

  /**
   * Bytes [start, end), read-only: a view for long ones if the file is in memory. Raises `file-unreadable`,
   * `cancelled`.
   */
  async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal)
    const { source } = this.file
    const held = source.peek?.(start, end) ?? null
    if (held !== null) return end - start > shortRead ? held : held.slice()
    const index = Math.floor(start / blockSize)
    const single = end - start > smallRead || end > (index + 1) * blockSize
    // If the file is read whole anyway, blocks would be copies.
    if (single || source.ahead?.() === true) return source.read(start, end, signal)
    const block = await this.block(index)
    return block.slice(start - index * blockSize, end - index * blockSize)
  }

  private block(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const held = this.blocks.get(index)
    if (held !== undefined) return held
    const start = index * blockSize
    const block = this.file.source.read(start, Math.min(this.file.source.size, start + blockSize))
    block.catch(() => this.blocks.delete(index))
    this.blocks.set(index, block)
    const [oldest] = this.blocks.keys()
    if (this.blocks.size > mostBlocks && oldest !== undefined) this.blocks.delete(oldest)
    return block
  }
}
