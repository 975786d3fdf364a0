import type { PassReport } from '../../base/optimisation.ts'
import type { Pass, PassResult } from './contract.ts'

/** Targets that a report lists; the rest is counted. */
const mostPlaces = 200

interface Entry {
  changes: number
  removed: number
  readonly absorbed: Map<string, Set<string>>
}

/** What each pass did, over all its turns. */
export class Reports {
  readonly #entries = new Map<string, Entry>()

  /** `removed`: operations that there are fewer of. */
  add({ id }: Pass, { changes, places }: PassResult, removed: number): void {
    const entry = this.#entries.get(id) ?? { changes: 0, removed: 0, absorbed: new Map() }
    this.#entries.set(id, entry)
    entry.changes += changes
    entry.removed += removed
    for (const { target, absorbed } of places) {
      const known = entry.absorbed.get(target)
      if (known === undefined) entry.absorbed.set(target, new Set(absorbed))
      else for (const name of absorbed) known.add(name)
    }
  }

  /** Of the passes that changed anything, in the given order. */
  of(passes: readonly Pass[]): readonly PassReport[] {
    return passes.flatMap(({ id, label }) => {
      const entry = this.#entries.get(id)
      if (entry === undefined) return []
      const { changes, removed, absorbed } = entry
      const listed = [...absorbed].slice(0, mostPlaces)
      const places = listed.map(([target, names]) => ({ target, absorbed: [...names] }))
      return [{ id, label, changes, places, targets: absorbed.size, removed }]
    })
  }
}
