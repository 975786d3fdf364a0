/** Settles as `work` does, or rejects with `message` after `ms`: a driver that never answers must not hang the page. */
export function withDeadline<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(message)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
