/**
 * Takes the Web Lock `name` and holds it until the worker ends; the page, which waits for it, learns so of an end that
 * fires no event. Settles without it where there are no locks: on a page from plain http, or with storage forbidden.
 */
export function holdLock(name: string, locks: LockManager | undefined): Promise<void> {
  if (locks === undefined) return Promise.resolve()
  return new Promise((settle) => {
    locks
      .request(name, () => {
        settle()
        return new Promise(() => undefined)
      })
      .catch(() => settle())
  })
}
