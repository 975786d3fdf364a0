export type Queue = <T>(work: () => T | Promise<T>) => Promise<T>

/**
 * Runs tasks one after the other. tfjs has one current backend and one stack of tensor scopes per worker, so all code
 * that creates tensors on a backend goes through here.
 */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}
