/**
 * Takes the Web Lock `name` and holds it until the worker ends. The page waits for the lock and thereby detects
 * terminations that fire no event. Without locks (plain http, or forbidden storage) it resolves without one.
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
