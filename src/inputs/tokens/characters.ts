/** A normalised text that remembers where each of its UTF-16 units came from. */
export interface Characters {
  readonly text: string
  /** Start and end in the original of unit i. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** A character with the marks that combine with it, which have to be normalised together. */
const cluster = /[^\p{M}\uff9e\uff9f]?[\p{M}\uff9e\uff9f]*/gsu

/** Applies a function to each character with its combining marks. */
export function mapped(text: string, change: (character: string) => string): Characters {
  const out: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (const { 0: found, index } of text.matchAll(cluster)) {
    if (found === '') continue
    const changed = change(found)
    out.push(changed)
    for (let i = 0; i < changed.length; i++) {
      starts.push(index)
      ends.push(index + found.length)
    }
  }
  return { text: out.join(''), starts, ends }
}

/** The original's part that units `from` to `to` came from. */
export function originOf({ starts, ends }: Characters, from: number, to: number): { start: number; end: number } {
  return { start: starts[from] ?? 0, end: ends[to - 1] ?? 0 }
}
