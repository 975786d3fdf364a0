import type { DroppedFile } from '../base/drop.ts'
import type { OpenRequest } from './protocol.ts'

/** File handles per message: cloning them takes the page about 10 ms. */
const maxFiles = 500

/** The request with its last files, and the other files of a large drop, to be sent before it. */
export function splitFiles(request: OpenRequest): {
  readonly ahead: readonly (readonly DroppedFile[])[]
  readonly request: OpenRequest
} {
  const ahead: (readonly DroppedFile[])[] = []
  let { files } = request
  for (; files.length > maxFiles; files = files.slice(maxFiles)) ahead.push(files.slice(0, maxFiles))
  return { ahead, request: { ...request, files } }
}

/** Files that arrived before their calls, by call id. */
export class FilesAhead {
  readonly #files = new Map<number, DroppedFile[]>()

  add(id: number, files: readonly DroppedFile[]): void {
    const before = this.#files.get(id)
    if (before === undefined) this.#files.set(id, [...files])
    else before.push(...files)
  }

  /** Restores a split request; other requests are unchanged. */
  join<R>(id: number, request: R): R {
    const ahead = this.#files.get(id)
    if (ahead === undefined) return request
    this.#files.delete(id)
    const { files, ...rest } = request as OpenRequest
    return { ...rest, files: [...ahead, ...files] } as R
  }

  forget(id: number): void {
    this.#files.delete(id)
  }
}
