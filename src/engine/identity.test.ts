import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { blobSource } from '../files/byte-source.ts'
import { contentHash } from '../formats/content-hash.ts'
import { Identity } from './identity.ts'
import { Idle } from './idle.ts'

const contents = [{ name: 'w', source: blobSource(new Blob(['weights']), 'w') }]
const asked = (signal = new AbortController().signal) => ({ signal, onProgress: vi.fn() })

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

/** File contents that record whether they are read. */
function watched() {
  const read = vi.fn(contents[0]?.source.read)
  return { read, contents: contents.map(({ name, source }) => ({ name, source: { ...source, read } })) }
}

it('reads the files once the worker is idle', async () => {
  const idle = new Idle()
  let end: () => void = () => undefined
  const call = idle.during(
    () =>
      new Promise<void>((resolve) => {
        end = resolve
      }),
  )
  const model = watched()
  new Identity(model.contents, idle)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(model.read).not.toHaveBeenCalled()
  end()
  await call
  await vi.advanceTimersByTimeAsync(200)
  expect(model.read).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(300)
  expect(model.read).toHaveBeenCalledTimes(1)
})

it('starts immediately on request, and computes once', async () => {
  const idle = new Idle()
  void idle.during(() => new Promise(() => undefined))
  const model = watched()
  const identity = new Identity(model.contents, idle)
  const [first, second] = [identity.hash(asked()), identity.hash(asked())]
  await vi.advanceTimersByTimeAsync(100)
  const hash = await contentHash(contents)
  expect(await Promise.all([first, second, identity.hash(asked())])).toEqual([hash, hash, hash])
  expect(model.read).toHaveBeenCalledTimes(1)
})

it('ends for a caller that cancels, and for all callers once the session is disposed of', async () => {
  const idle = new Idle()
  void idle.during(() => new Promise(() => undefined))
  const model = watched()
  const identity = new Identity(model.contents, idle)
  await expect(identity.hash(asked(AbortSignal.abort()))).rejects.toMatchObject({ code: 'cancelled' })
  identity.dispose()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(model.read).not.toHaveBeenCalled()
  await expect(identity.hash(asked())).rejects.toMatchObject({ code: 'cancelled' })
})
