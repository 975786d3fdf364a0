export type Queue = <T>(work: () => T | Promise<T>) => Promise<T>

/**
 * Runs one piece of work after the other. tfjs has one current backend and one stack of tensor scopes for the whole
 * worker; whatever makes tensors on a backend goes through here.
 */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}
