import type { PassReport } from '../../base/optimisation.ts'
import type { Pass, PassResult } from './contract.ts'

/** Maximum number of targets in a report; the others are only counted. */
const maxTargets = 200

interface Entry {
  changes: number
  removed: number
  readonly absorbed: Map<string, Set<string>>
}

/** The changes of each pass, over all rounds. */
export class Reports {
  readonly #entries = new Map<string, Entry>()

  /** `removed`: how many fewer operations there are. */
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

  /** Only passes that changed something, in the given order. */
  of(passes: readonly Pass[]): readonly PassReport[] {
    return passes.flatMap(({ id, label }) => {
      const entry = this.#entries.get(id)
      if (entry === undefined) return []
      const { changes, removed, absorbed } = entry
      const listed = [...absorbed].slice(0, maxTargets)
      const places = listed.map(([target, names]) => ({ target, absorbed: [...names] }))
      return [{ id, label, changes, places, targets: absorbed.size, removed }]
    })
  }
}
