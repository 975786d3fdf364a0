import type { DroppedFile } from '../base/drop.ts'
import type { OpenRequest } from './protocol.ts'

/** File handles that one message clones: about 10 ms of work for the page. */
const mostFiles = 500

/** The request with its last files, and those of a large drop that are sent ahead of it. */
export function splitFiles(request: OpenRequest): {
  readonly ahead: readonly (readonly DroppedFile[])[]
  readonly request: OpenRequest
} {
  const ahead: (readonly DroppedFile[])[] = []
  let { files } = request
  for (; files.length > mostFiles; files = files.slice(mostFiles)) ahead.push(files.slice(0, mostFiles))
  return { ahead, request: { ...request, files } }
}

/** Files that have arrived ahead of their calls, by the id of the call. */
export class FilesAhead {
  readonly #files = new Map<number, DroppedFile[]>()

  add(id: number, files: readonly DroppedFile[]): void {
    const before = this.#files.get(id)
    if (before === undefined) this.#files.set(id, [...files])
    else before.push(...files)
  }

  /** The request as it was before it was split; requests of other calls as they are. */
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
