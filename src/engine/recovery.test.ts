import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../base/errors.ts'
import type { RungId } from '../base/ladder.ts'
import { gpuLost, never, plain, ready, request, scripted, skipWaits } from './fixtures.ts'

const answer = () => Promise.resolve('answer')
const loseGpu = () => Promise.reject(new EngineError('gpu-lost', 'the GPU was lost'))
const refuse = () => Promise.reject(new EngineError('run-failed', 'Kernel Roll is missing', 'Check the input.'))
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i + 1, bindings: [], whole: false }))

/** Lets settled promises call their listeners; timers are fake here. */
const microtasks = () => new Promise((resolve) => process.nextTick(resolve))

/** Cuts the latest worker while a run is pending on this rung, or without a run. */
async function loseWorker(made: Awaited<ReturnType<typeof ready>>) {
  const pending = made.engine.call('run', request)
  await expect.poll(() => made.calls.at(-1)).toMatch(/^run on/)
  made.links.at(-1)?.cut('terminated')
  return pending
}

beforeEach(skipWaits)
afterEach(() => {
  vi.useRealTimers()
})

describe('the number of losses', () => {
  it('that a call survives is three: two on the first rung, one on the next', async () => {
    const made = await ready({ run: gpuLost })
    await expect(made.engine.call('run', request)).rejects.toMatchObject({ code: 'gpu-lost' })
    expect(made.calls.filter((call) => call.startsWith('run'))).toEqual([
      'run on webgpu',
      'run on webgpu',
      'run on webgl',
      'run on webgl',
    ])
  })

  it('starts again with every row of a stream', async () => {
    const made = await ready({ run: (n) => (n % 2 === 1 ? gpuLost() : answer()) })
    const seen: number[] = []
    const onEvent = ({ id }: { id: number }) => seen.push(id)
    await made.engine.call('runAll', { session: 's', rows: rows(6), choices: {} }, { onEvent })
    expect(seen).toEqual([1, 2, 3, 4, 5, 6])
    expect(made.calls.filter((call) => call.startsWith('load'))).toEqual(Array(5).fill('load webgpu -> webgpu'))
  })
})

describe('a loss during a load', () => {
  it('is survived on the same rung once; after the second, the best rung left is skipped', async () => {
    const made = scripted({ run: answer, beforeLoad: (n) => (n < 2 ? loseGpu() : answer()) })
    expect(await made.engine.call('load', plain)).toMatchObject({
      rung: 'webgl',
      ladder: [{ id: 'webgpu', reason: 'lost 2 times while running the model' }],
    })
    expect(made.notes).toEqual([
      'The GPU was lost; it was restarted.',
      'The GPU was lost again; WebGPU is skipped from now on.',
    ])
    const thrice = scripted({ run: answer, beforeLoad: (n) => (n < 3 ? loseGpu() : answer()) })
    expect(await thrice.engine.call('load', plain)).toMatchObject({ rung: 'wasm' })
    const always = scripted({ run: answer, beforeLoad: loseGpu })
    await expect(always.engine.call('load', plain)).rejects.toMatchObject({ code: 'gpu-lost' })
  })

  it('leaves the rung time to restart', async () => {
    let tries = 0
    const dead = { has: () => ++tries < 3 } as unknown as ReadonlySet<RungId>
    const made = scripted({ run: answer, dead, beforeLoad: (n) => (n === 0 ? loseGpu() : answer()) })
    expect(await made.engine.call('load', { ...plain, backend: 'webgpu' })).toMatchObject({ rung: 'webgpu' })
    const gone = scripted({
      run: answer,
      dead: new Set(['webgpu']),
      beforeLoad: (n) => (n === 0 ? loseGpu() : answer()),
    })
    const load = gone.engine.call('load', { ...plain, backend: 'webgpu' })
    await expect(load).rejects.toMatchObject({ code: 'backend-unavailable' })
  })

  it('is needed for a second try: without one, an unavailable rung is an error at once', async () => {
    let tries = 0
    const dead = { has: () => ++tries < 3 } as unknown as ReadonlySet<RungId>
    const made = scripted({ run: answer, dead })
    const load = made.engine.call('load', { ...plain, backend: 'webgpu' })
    await expect(load).rejects.toMatchObject({ code: 'backend-unavailable' })
    expect(tries).toBe(1)
  })
})

describe('a restart', () => {
  it('gives a GPU several tries, and other rungs one', async () => {
    let tries = 0
    const dead = { has: (id: RungId) => id === 'webgpu' && tries++ > 0 && tries < 4 } as unknown as ReadonlySet<RungId>
    const gpu = await ready({ dead, run: (n) => (n === 0 ? never() : answer()) })
    await loseWorker(gpu)
    expect(gpu.calls.at(-1)).toBe('run on webgpu')
    let loads = 0
    const once = { has: (id: RungId) => id === 'wasm' && loads++ === 1 } as unknown as ReadonlySet<RungId>
    const wasm = await ready({ dead: once, run: (n) => (n === 0 ? never() : answer()) }, 'wasm')
    await loseWorker(wasm)
    expect(wasm.calls.at(-1)).toBe('run on webgpu')
    expect(wasm.notes).toContain('Wasm could not be restarted; the model now runs on WebGPU.')
  })

  it('moves on from a GPU that does not come back, and stays away from it', async () => {
    let tries = 0
    const dead = { has: (id: RungId) => id === 'webgpu' && tries++ > 0 && tries < 5 } as unknown as ReadonlySet<RungId>
    const made = await ready({ dead, run: (n) => (n === 0 ? never() : answer()) })
    await loseWorker(made)
    expect(made.calls.at(-1)).toBe('run on webgl')
    expect(await made.engine.call('load', plain)).toMatchObject({ rung: 'webgl' })
  })

  it('that is interrupted by another loss starts again on the next rung', async () => {
    const made = await ready({
      run: (n) => (n === 0 ? never() : answer()),
      beforeLoad: async (n) => {
        if (n !== 1) return
        made.links.at(-1)?.cut('terminated')
        await never()
      },
    })
    await loseWorker(made)
    expect(made.calls.at(-1)).toBe('run on webgl')
    expect(made.links).toHaveLength(3)
  })

  it('is reported with the rung of the model', async () => {
    const made = await ready({ run: (n) => (n === 0 ? never() : answer()) })
    await loseWorker(made)
    expect(made.notes).toEqual([
      'The worker was lost while the model was on WebGPU; it was restarted, and the model was reloaded from its files.',
    ])
  })

  it('is reported too if the worker was lost between two calls, but not if it was ended on purpose', async () => {
    const made = await ready({ run: answer })
    made.links.at(-1)?.cut('terminated')
    await microtasks()
    await made.engine.call('run', request)
    expect(made.notes).toEqual([
      'The worker was lost between two runs; it was restarted, and the model was reloaded from its files.',
    ])
    made.engine.terminate()
    await made.engine.call('run', request)
    expect(made.notes).toHaveLength(1)
    const empty = scripted({ run: answer })
    await empty.engine.call('keep', { drops: [] })
    empty.links.at(-1)?.cut('terminated')
    await microtasks()
    await empty.engine.call('keep', { drops: [] })
    expect(empty.notes).toEqual(['The worker was lost; it was restarted.'])
  })

  it('opens only the drops that are kept', async () => {
    const made = await ready({ run: (n) => (n === 0 ? never() : answer()) })
    await made.engine.call('open', { drop: 'b', files: [] })
    await made.engine.call('keep', { drops: ['b'] })
    made.calls.length = 0
    await loseWorker(made)
    expect(made.calls.filter((call) => call.startsWith('open'))).toEqual(['open b'])
  })

  it('tries sessions again that the previous one could not restore', async () => {
    const made = await ready({ run: (n) => (n === 0 || n === 2 ? never() : answer()) })
    await made.engine.call('load', { ...plain, session: 't' })
    made.broken.add('t')
    await loseWorker(made)
    await expect(made.engine.call('run', { ...request, session: 't' })).rejects.toThrow('the file is gone')
    made.broken.delete('t')
    await loseWorker(made)
    expect(await made.engine.call('run', { ...request, session: 't' })).toBe('answer')
  })

  it('skips lost rungs until one is loaded by name', async () => {
    const made = await ready({ run: (n) => (n < 2 ? gpuLost() : answer()) })
    await made.engine.call('run', request)
    expect(await made.engine.call('load', plain)).toMatchObject({ rung: 'webgl' })
    expect(await made.engine.call('load', { ...plain, backend: 'webgpu' })).toMatchObject({ rung: 'webgpu' })
    expect(await made.engine.call('load', plain)).toMatchObject({ rung: 'webgpu' })
  })
})

it('a load skips the rungs that it names as lost', async () => {
  const made = scripted({ run: answer })
  const lost = [{ id: 'webgpu', reason: 'lost before' }] as const
  expect(await made.engine.call('load', { ...plain, lost })).toMatchObject({ rung: 'webgl' })
})

it('a comparison does not step down', async () => {
  const made = await ready({ run: refuse })
  const compare = made.engine.call('compare', { session: 's', other: 't', bindings: [] })
  await expect(compare).rejects.toMatchObject({ code: 'run-failed', hint: 'Check the input.' })
  expect(made.calls).toEqual(['compare'])
  const pinned = await ready({ run: refuse }, 'webgl')
  const other = pinned.engine.call('compare', { session: 's', other: 't', bindings: [] })
  await expect(other).rejects.toMatchObject({ hint: 'Check the input.' })
})

it('a refusal on a pinned rung has the hint alone if the error had none', async () => {
  const made = await ready({ run: () => Promise.reject(new EngineError('run-failed', 'It stopped.')) }, 'webgl')
  await expect(made.engine.call('run', request)).rejects.toMatchObject({ hint: expect.stringMatching(/^Set /) })
})

it('a refusal that arrives after another call has moved the session does not move it again', async () => {
  let moved = () => undefined as unknown
  const first = new Promise((resolve) => {
    moved = () => resolve(null)
  })
  const made = await ready({
    run: async (n, rung) => {
      if (rung !== 'webgpu') return 'answer'
      if (n === 1) await first
      return refuse()
    },
  })
  const calls = [made.engine.call('run', request), made.engine.call('run', request)]
  await calls[0]
  moved()
  expect(await calls[1]).toBe('answer')
  expect(made.calls.filter((call) => call.startsWith('load'))).toEqual(['load auto -> webgl'])
})

it('a step down reports progress, and is announced once a run on the new rung succeeds', async () => {
  let finish = () => undefined as unknown
  const made = await ready({
    run: (n, rung) =>
      rung === 'webgpu'
        ? refuse()
        : n === 1
          ? new Promise((resolve) => {
              finish = () => resolve('answer')
            })
          : answer(),
  })
  const stages: string[] = []
  const run = made.engine.call('run', request, { onProgress: ({ stage }) => stages.push(stage) })
  await expect.poll(() => made.calls.at(-1)).toBe('run on webgl')
  expect(stages).toEqual(['weights'])
  await made.engine.call('compare', { session: 's', other: 't', bindings: [] })
  expect(made.notes).toEqual([])
  finish()
  await run
  expect(made.notes).toHaveLength(1)
})

it('a step down during a stream is announced with its first row', async () => {
  const made = await ready({ run: (_, rung) => (rung === 'webgpu' ? refuse() : answer()) })
  const notes: number[] = []
  const onEvent = () => notes.push(made.notes.length)
  await made.engine.call('runAll', { session: 's', rows: rows(2), choices: {} }, { onEvent })
  expect(notes).toEqual([1, 1])
})

it('a step down is cancelled with its call', async () => {
  const controller = new AbortController()
  const made = await ready({
    run: (_, rung) => (rung === 'webgpu' ? refuse() : answer()),
    beforeLoad: async (n) => {
      if (n === 0) return
      controller.abort()
      await never()
    },
  })
  const run = made.engine.call('run', request, { signal: controller.signal })
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  expect(made.calls).toEqual(['run on webgpu'])
})
