import { throwIfAborted } from '../base/abort.ts'
import type { LateFile } from '../base/drop.ts'
import { EngineError, fromPlainError } from '../base/errors.ts'
import { blobSource } from './byte-source.ts'
import type { ByteSource } from './tree.ts'

/** Files of a drop that arrive after their names, by index. A file may arrive before it is asked for. */
export class LateFiles {
  readonly #files = new Map<number, LateSource>()

  source(index: number): ByteSource {
    return this.#at(index)
  }

  deliver({ index, file }: LateFile): void {
    this.#at(index).settle(file instanceof Blob ? blobSource(file) : fromPlainError(file))
  }

  #at(index: number): LateSource {
    const source = this.#files.get(index) ?? new LateSource()
    this.#files.set(index, source)
    return source
  }
}

class LateSource implements ByteSource {
  #settled: ByteSource | EngineError | null = null
  readonly #waiting = new Set<() => void>()

  get size(): number {
    return this.#settled === null || this.#settled instanceof EngineError ? Number.NaN : this.#settled.size
  }

  settle(result: ByteSource | EngineError): void {
    this.#settled ??= result
    for (const wake of [...this.#waiting]) wake()
  }

  async arrived(signal?: AbortSignal): Promise<ByteSource> {
    throwIfAborted(signal)
    if (this.#settled === null) await this.#wait(signal)
    throwIfAborted(signal)
    if (this.#settled === null || this.#settled instanceof EngineError) throw this.#settled
    return this.#settled
  }

  async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.arrived(signal)).read(start, end, signal)
  }

  async blob(signal?: AbortSignal): Promise<Blob> {
    return (await this.arrived(signal)).blob(signal)
  }

  /** Until the file arrives or the signal fires. */
  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal?.addEventListener('abort', wake)
    })
  }
}
