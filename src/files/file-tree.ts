import { baseName, joinPath } from './paths.ts'
import type { ByteSource, FileTree, TreeFile, TreeProblem } from './tree.ts'

/** Collects files under unique paths. */
export class TreeBuilder {
  readonly #files = new Map<string, TreeFile>()
  readonly #problems: TreeProblem[] = []

  /** A second file of the same path goes into a folder of its own, `(2)/`, so that its name and its neighbours stay what they are. */
  add(path: string, source: ByteSource): void {
    const free = this.freePath(path)
    this.#files.set(free, { path: free, name: baseName(free), source })
  }

  freePath(path: string): string {
    let free = path
    for (let copy = 2; this.#files.has(free); copy++) free = joinPath(`(${copy})`, path)
    return free
  }

  addProblem(problem: TreeProblem): void {
    this.#problems.push(problem)
  }

  build(): FileTree {
    const files = this.#files
    return { files: [...files.values()], get: (path) => files.get(path), problems: this.#problems }
  }
}
