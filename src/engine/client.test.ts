import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RungId } from '../base/ladder.ts'
import { gpuLost, never, plain, ready, request, scripted, skipWaits } from './fixtures.ts'

describe('the engine client', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('answers a run although the worker was lost during it, ten times', async () => {
    const made = await ready({ run: (n) => (n % 2 === 0 ? never() : Promise.resolve(`answer ${n}`)) })
    for (let i = 0; i < 10; i++) {
      const answer = made.engine.call('run', request)
      await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
      made.links.at(-1)?.cut('terminated')
      expect(await answer).toBe(`answer ${2 * i + 1}`)
      expect(made.calls).toEqual(['run on webgpu', 'open a', 'load webgpu -> webgpu', 'run on webgpu'])
      made.calls.length = 0
    }
    expect(made.notes).toHaveLength(10)
  })

  it('stays on the rung after one GPU loss and steps down after the second', async () => {
    skipWaits()
    const made = await ready({ run: (_, rung) => (rung === 'webgpu' ? gpuLost() : Promise.resolve('answer')) })
    expect(await made.engine.call('run', request)).toBe('answer')
    expect(made.calls).toEqual([
      'run on webgpu',
      'open a',
      'load webgpu -> webgpu',
      'run on webgpu',
      'open a',
      'load auto -> webgl',
      'run on webgl',
    ])
    expect(made.notes.join(' ')).toContain('WebGPU is skipped from now on')
  })

  it('steps down the ladder if a pinned rung cannot be restarted', async () => {
    skipWaits()
    const dead = new Set<RungId>()
    const made = await ready(
      {
        dead,
        run: (_, rung) => {
          if (rung !== 'webgl') return Promise.resolve('answer')
          dead.add('webgl').add('webgpu')
          return gpuLost()
        },
      },
      'webgl',
    )
    expect(await made.engine.call('run', request)).toBe('answer')
    expect(made.calls.at(-1)).toBe('run on wasm')
    expect(made.notes.join(' ')).toContain('the model now runs on Wasm')
  })

  it('fails with worker-lost if every new worker is lost', async () => {
    skipWaits()
    const made = scripted({ run: never })
    const answer = made.engine.call('run', request)
    await expect(answer).rejects.toMatchObject({ code: 'not-loaded' })
    const lasting = await ready({ run: gpuLost })
    await expect(lasting.engine.call('run', request)).rejects.toMatchObject({ code: 'gpu-lost' })
  })

  it('replaces a worker that keeps much freed memory, once it has no calls', async () => {
    let answer: (text: string) => void = () => undefined
    const first = new Promise<string>((resolve) => {
      answer = resolve
    })
    const made = await ready({ run: (n) => (n === 0 ? first : Promise.resolve('second')), spare: 2 ** 30 })
    await made.engine.call('load', { ...plain, session: 'other' })
    const running = made.engine.call('run', request)
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    await made.engine.call('dispose', { session: 'other' })
    answer('first')
    expect(await running).toBe('first')
    made.calls.length = 0
    expect(await made.engine.call('run', request)).toBe('second')
    expect(made.calls).toEqual(['open a', 'load webgpu -> webgpu', 'run on webgpu'])
    expect(made.links).toHaveLength(2)
    expect(made.notes).toEqual([])
  })

  it('cancels by message if the host responds', async () => {
    const { engine, links, calls } = scripted({ run: never })
    const controller = new AbortController()
    const answer = engine.call('probe', {}, { signal: controller.signal })
    await expect.poll(() => calls.at(-1)).toBe('probe')
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    expect(links).toHaveLength(1)
  })

  it('terminates a host that does not answer a cancel, and starts another for the next call', async () => {
    const made = await ready({ run: (n) => (n === 0 ? never() : Promise.resolve('answer')) })
    const controller = new AbortController()
    const stuck = made.engine.call('run', request, { signal: controller.signal })
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    controller.abort()
    await expect(stuck).rejects.toMatchObject({ code: 'cancelled' })
    expect(await made.engine.call('run', request)).toBe('answer')
    expect(made.links).toHaveLength(2)
  })

  it('repeats the other calls of a terminated host without reporting a loss', async () => {
    const made = await ready({ run: (n) => (n < 2 ? never() : Promise.resolve('answer')) })
    const notes: string[] = []
    made.engine.onRecovery((note) => notes.push(note))
    const controller = new AbortController()
    const stuck = made.engine.call('run', request, { signal: controller.signal })
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    controller.abort()
    const besides = made.engine.call('run', request)
    await expect(stuck).rejects.toMatchObject({ code: 'cancelled' })
    await expect(besides).resolves.toBe('answer')
    expect(notes).toEqual([])
  })

  it('forwards progress and reports reloads of the model', async () => {
    const made = await ready({ run: (n) => (n === 0 ? gpuLost() : Promise.resolve('answer')) })
    const reloaded: RungId[] = []
    made.engine.onReload(({ rung }) => reloaded.push(rung))
    await made.engine.call('run', request)
    expect(reloaded).toEqual(['webgpu'])
  })

  it('restores every session under its id and on its rung', async () => {
    const made = await ready({ run: (n) => (n === 0 ? never() : Promise.resolve(`answer ${n}`)) })
    await made.engine.call('load', { ...plain, session: 't', backend: 'cpu' })
    await made.engine.call('load', { ...plain, session: 'u', backend: 'wasm' })
    await made.engine.call('dispose', { session: 'u' })
    const reloaded: string[] = []
    made.engine.onReload(({ session, rung }) => reloaded.push(`${session} on ${rung}`))
    made.calls.length = 0
    const answer = made.engine.call('run', request)
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    made.links.at(-1)?.cut('terminated')
    expect(await answer).toBe('answer 1')
    expect(reloaded).toEqual(['s on webgpu', 't on cpu'])
    expect(await made.engine.call('run', { ...request, session: 't' })).toBe('answer 2')
    expect(made.calls.at(-1)).toBe('run on cpu')
  })

  it('delivers late files to the new worker too, until their drop is released', async () => {
    const made = await ready({ run: (n) => (n < 2 ? never() : Promise.resolve(`answer ${n}`)) })
    const file = new Blob(['x'])
    await made.engine.call('deliver', { drop: 'a', files: [{ index: 1, file }] })
    await made.engine.call('deliver', { drop: 'b', files: [{ index: 2, file }] })
    const answer = made.engine.call('run', request)
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    made.calls.length = 0
    made.links.at(-1)?.cut('terminated')
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    expect(made.calls).toEqual(['deliver 1', 'deliver 2', 'open a', 'load webgpu -> webgpu', 'run on webgpu'])
    await made.engine.call('keep', { drops: ['a'] })
    made.calls.length = 0
    made.links.at(-1)?.cut('terminated')
    await answer
    expect(made.calls).toContain('deliver 1')
    expect(made.calls).not.toContain('deliver 2')
  })

  it('raises the cause for calls to a session that cannot be restored', async () => {
    const made = await ready({ run: (n) => (n === 0 ? never() : Promise.resolve('answer')) })
    await made.engine.call('load', { ...plain, session: 't', drop: 'b' })
    const answer = made.engine.call('run', request)
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    made.broken.add('t')
    skipWaits()
    made.links.at(-1)?.cut('terminated')
    expect(await answer).toBe('answer')
    await expect(made.engine.call('run', { ...request, session: 't' })).rejects.toMatchObject({
      code: 'weights-missing',
    })
  })

  it('starts one worker for all calls interrupted by a loss', async () => {
    const made = await ready({ run: (n) => (n < 2 ? never() : Promise.resolve('answer')) })
    const answers = [made.engine.call('run', request), made.engine.call('run', request)]
    await expect.poll(() => made.calls).toHaveLength(2)
    made.links.at(-1)?.cut('terminated')
    expect(await Promise.all(answers)).toEqual(['answer', 'answer'])
    expect(made.links).toHaveLength(2)
  })

  it('continues with the remaining rows after a loss, and repeats none', async () => {
    const made = await ready({ run: (n) => (n % 3 === 2 ? gpuLost() : Promise.resolve('answer')) })
    const seen: number[] = []
    const rows = [1, 2, 3, 4, 5].map((id) => ({ id, bindings: [], whole: false }))
    const onEvent = ({ id }: { id: number }) => seen.push(id)
    await made.engine.call('runAll', { session: 's', rows, choices: {} }, { onEvent })
    expect(seen).toEqual([1, 2, 3, 4, 5])
    const asked = made.calls.filter((call) => call.startsWith('rows'))
    expect(asked).toEqual(['rows 1,2,3,4,5', 'rows 3,4,5', 'rows 5'])
  })

  it('does not repeat a call whose buffers were transferred', async () => {
    const made = await ready({ run: never })
    const bytes = new Uint8Array([1])
    const answer = made.engine.call('run', { ...request, bytes } as typeof request)
    await expect.poll(() => made.calls.at(-1)).toBe('run on webgpu')
    made.links.at(-1)?.cut('terminated')
    await expect(answer).rejects.toMatchObject({ code: 'worker-lost' })
  })
})
