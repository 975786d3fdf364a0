export async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const start = performance.now()
  const value = await work()
  return [performance.now() - start, value]
}

/**
 * Runs timed tasks in rounds: each round runs all of them, starting with a different one, so that none gets a quieter
 * machine.
 * @param enough told after each round how many there were
 * @returns per work what it gave, in order of the rounds
 */
export async function alternate(
  works: readonly (() => Promise<number>)[],
  enough: (rounds: number) => boolean,
): Promise<readonly (readonly number[])[]> {
  const results = works.map(() => [] as number[])
  for (let round = 0; round === 0 || !enough(round); round++) {
    for (let i = 0; i < works.length; i++) {
      const turn = (i + round) % works.length
      results[turn]?.push((await works[turn]?.()) ?? Number.NaN)
    }
  }
  return results
}
