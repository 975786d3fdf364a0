import { expect, it } from 'vitest'
import { deviceLost, Loss } from './loss.ts'

it('rejects what waits, and all that comes later, at once', async () => {
  const loss = new Loss(deviceLost('WebGL'))
  const pending = loss.race(new Promise(() => undefined))
  loss.report('the driver was reset.')
  loss.report('and again')
  await expect(pending).rejects.toMatchObject({
    code: 'gpu-lost',
    message: 'The graphics device was lost while WebGL was in use: the driver was reset.',
  })
  await expect(loss.race(Promise.resolve(1))).rejects.toMatchObject({ code: 'gpu-lost' })
  expect(() => loss.check()).toThrow()
})

it('passes values and errors on while nothing is lost', async () => {
  const loss = new Loss(deviceLost('WebGL'))
  await expect(loss.race(Promise.resolve(1))).resolves.toBe(1)
  await expect(loss.race(Promise.reject(new Error('own')))).rejects.toThrow('own')
})
