import { baseName, joinPath } from './paths.ts'
import type { ByteSource, Compute, FileTree, Reads, TreeFile, TreeProblem, ZipListing } from './tree.ts'

function copyPath(path: string, copy: number): string {
  return joinPath(`(${copy})`, path)
}

/** Collects files under unique paths. */
export class TreeBuilder {
  readonly #files = new Map<string, TreeFile>()
  /** Number of the next free copy by path, so that many files of one path need no search from the start. */
  readonly #copies = new Map<string, number>()
  readonly #problems: TreeProblem[] = []

  /** A second file of the same path goes into a folder `(2)/`, so that both keep their names. */
  add(path: string, source: ByteSource, zip?: ZipListing): void {
    const free = this.freePath(path)
    this.#files.set(free, { path: free, name: baseName(free), source, zip })
  }

  freePath(path: string): string {
    if (!this.#files.has(path)) return path
    let copy = this.#copies.get(path) ?? 2
    while (this.#files.has(copyPath(path, copy))) copy++
    this.#copies.set(path, copy)
    return copyPath(path, copy)
  }

  addProblem(problem: TreeProblem): void {
    this.#problems.push(problem)
  }

  build(reads: Reads): FileTree {
    const files = this.#files
    const computed = new Map<unknown, Map<object, Promise<unknown>>>()
    const tree: FileTree = {
      files: [...files.values()],
      get: (path) => files.get(path),
      problems: this.#problems,
      reads,
      once: <K extends object, V>(compute: Compute<K, V>, key: K, signal?: AbortSignal): Promise<V> => {
        const values = computed.get(compute) ?? new Map<object, Promise<unknown>>()
        computed.set(compute, values)
        const held = values.get(key)
        if (held !== undefined) return held as Promise<V>
        const value = compute(key, tree, signal)
        values.set(key, value)
        value.catch(() => values.delete(key))
        return value
      },
    }
    return tree
  }
}
