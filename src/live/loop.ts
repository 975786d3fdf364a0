/** Why items were dropped. */
export const dropCauses = ['running', 'compiling', 'recovering', 'loading', 'hidden', 'page'] as const

export type DropCause = (typeof dropCauses)[number]

/** What a loop does with the items of a source. */
export interface LoopWork<Item> {
  /** The newest item; `null` if there is none. */
  take(): Item | null
  /** Runs an item and draws its result. Never fails. */
  pass(item: Item): Promise<Outcome>
  /** An item has been drawn, `ms` after it arrived. */
  onDrawn(ms: number): void
  onDropped(count: number, cause: DropCause): void
}

export interface Outcome {
  /** False if the item failed, or was not run. */
  readonly drawn: boolean
  /** Why items that arrived meanwhile were dropped. */
  readonly cause: DropCause
}

/**
 * Runs the newest item of a source, one at a time. An item is taken from its source when its run begins. Only the newest
 * of the items that arrived during the run before is taken; the others are dropped.
 */
export class Loop<Item> {
  readonly #work: LoopWork<Item>
  readonly #now: () => number
  #busy = false
  #stopped = false
  /** When the newest item arrived that has not been taken. */
  #newest: number | null = null
  /** Whether only a repetition waits, and no item has arrived since the last one was taken. */
  #onlyRepeats = false
  /** Items dropped during the current run. */
  #dropped = 0

  constructor(work: LoopWork<Item>, now: () => number = () => performance.now()) {
    this.#work = work
    this.#now = now
  }

  /** Tells that there is a newer item. The source has skipped `missed` items before it; `cause` says why. */
  arrived(missed = 0, cause: DropCause = 'page'): void {
    if (this.#stopped) return
    if (missed > 0) this.#work.onDropped(missed, cause)
    if (this.#newest !== null && !this.#onlyRepeats) this.#dropped++
    this.#onlyRepeats = false
    this.#newest = this.#now()
    if (!this.#busy) void this.#run()
  }

  /** Runs the newest item again, as after a change of settings. No item counts as dropped for it. */
  repeat(): void {
    if (this.#stopped || this.#newest !== null) return
    this.#onlyRepeats = true
    this.#newest = this.#now()
    if (!this.#busy) void this.#run()
  }

  stop(): void {
    this.#stopped = true
  }

  async #run(): Promise<void> {
    this.#busy = true
    while (this.#newest !== null && !this.#stopped) {
      const arrived = this.#newest
      this.#newest = null
      const item = this.#work.take()
      if (item === null) break
      const { drawn, cause } = await this.#work.pass(item)
      if (this.#stopped) break
      if (drawn) this.#work.onDrawn(this.#now() - arrived)
      if (this.#dropped > 0) this.#work.onDropped(this.#dropped, cause)
      this.#dropped = 0
    }
    this.#busy = false
  }
}
