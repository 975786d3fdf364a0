import TinyQueue from 'tinyqueue'

export type Span = readonly [from: number, to: number]

/** Two neighbours that may be joined. */
interface Pair {
  readonly from: number
  readonly middle: number
  readonly to: number
  readonly score: number
}

/**
 * Byte pair encoding: joins the adjacent pair with the best score, the leftmost of equal ones, until no pair has one.
 * `scoreOf` gets the positions of two neighbours, and returns `null` for those that are never joined.
 */
export function mergedPairs(
  text: string,
  scoreOf: (from: number, middle: number, to: number) => number | null,
): readonly Span[] {
  /** The end of the part that starts at a position (0 if none does), and the start of the part that ends there. */
  const endOf = new Int32Array(text.length + 1)
  const startOf = new Int32Array(text.length + 1)
  for (let from = 0; from < text.length; from = endOf[from] as number) {
    const to = from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1)
    endOf[from] = to
    startOf[to] = from
  }
  const pairs = new TinyQueue<Pair>([], (a, b) => b.score - a.score || a.from - b.from)
  const offer = (from: number, middle: number): void => {
    const to = endOf[middle] as number
    if (to === 0) return
    const score = scoreOf(from, middle, to)
    if (score !== null) pairs.push({ from, middle, to, score })
  }
  for (let from = 0; from < text.length; from = endOf[from] as number) offer(from, endOf[from] as number)
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const { from, middle, to } = pair
    // One of the two may have been joined with another part since.
    if (endOf[from] !== middle || endOf[middle] !== to) continue
    endOf[from] = to
    startOf[to] = from
    endOf[middle] = 0
    offer(from, to)
    if (from > 0) offer(startOf[from] as number, from)
  }
  const spans: Span[] = []
  for (let from = 0; from < text.length; from = endOf[from] as number) spans.push([from, endOf[from] as number])
  return spans
}
