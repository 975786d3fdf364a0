/**
 * Random numbers 0…1 from a seed (mulberry32), so that a run can be repeated.
 * @param {number} seed
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * A random sample of the items, in their order; all of them if there are at most `count`.
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} count
 * @param {number} seed
 * @returns {readonly Item[]}
 */
export function sample(items, count, seed) {
  const random = randomFrom(seed)
  let wanted = Math.min(count, items.length)
  return items.filter((_, i) => {
    if (random() * (items.length - i) >= wanted) return false
    wanted--
    return true
  })
}
