import { expect, it } from 'vitest'
import { holdLock } from './hold-lock.ts'

/** Only `request` is called. */
function manager(request: (name: string, hold: () => Promise<void>) => Promise<void>): LockManager {
  return { request } as unknown as LockManager
}

it('resolves once the lock is held, and keeps it', async () => {
  let released = false
  await holdLock(
    'engine',
    manager(async (_name, hold) => {
      await hold()
      released = true
    }),
  )
  expect(released).toBe(false)
})

it('resolves without a lock if the browser denies or lacks locks', async () => {
  const refused = manager(() => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError')))
  await expect(holdLock('engine', refused)).resolves.toBeUndefined()
  await expect(holdLock('engine', undefined)).resolves.toBeUndefined()
})
