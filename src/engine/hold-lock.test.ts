import { expect, it } from 'vitest'
import { holdLock } from './hold-lock.ts'

/** Only `request` is asked for. */
function manager(request: (name: string, hold: () => Promise<void>) => Promise<void>): LockManager {
  return { request } as unknown as LockManager
}

it('settles once the lock is held, and goes on holding it', async () => {
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

it('goes on without a lock where the browser refuses or lacks them', async () => {
  const refused = manager(() => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError')))
  await expect(holdLock('engine', refused)).resolves.toBeUndefined()
  await expect(holdLock('engine', undefined)).resolves.toBeUndefined()
})
