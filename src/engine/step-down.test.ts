import { describe, expect, it } from 'vitest'
import { EngineError } from '../base/errors.ts'
import type { RungId } from '../base/ladder.ts'
import { gpuLost, ready, request } from './fixtures.ts'
import type { LoadedModel, RunAllEvent } from './protocol.ts'

const answer = () => Promise.resolve('answer')
const refuse = (rung: RungId): Promise<never> =>
  Promise.reject(
    new EngineError(
      'run-failed',
      `The model stopped while running on ${rung}: Kernel 'Roll' not registered for backend '${rung}'`,
      'Check the input.',
      new Error(`Kernel 'Roll' not registered for backend '${rung}'`),
    ),
  )
const gpu: readonly RungId[] = ['webgpu', 'webgl']

describe('a run that the rung refuses', () => {
  it('is repeated on the next capable rung, with a note and a reason in the ladder', async () => {
    const made = await ready({ run: (_, rung) => (gpu.includes(rung) ? refuse(rung) : answer()) })
    const reloaded: LoadedModel[] = []
    made.engine.onReload((loaded) => reloaded.push(loaded))
    expect(await made.engine.call('run', request)).toBe('answer')
    expect(made.calls).toEqual([
      'run on webgpu',
      'load auto -> webgl',
      'run on webgl',
      'load auto -> wasm',
      'run on wasm',
    ])
    expect(reloaded.at(-1)).toMatchObject({
      rung: 'wasm',
      ladder: gpu.map((id) => ({
        id,
        reason: `failed to run Roll: Kernel 'Roll' not registered for backend '${id}'`,
      })),
    })
    expect(made.notes).toHaveLength(1)
    expect(made.notes[0]).toMatch(/^WebGPU failed to run Roll: .*; WebGL failed .*\. The model now runs on Wasm\.$/)
  })

  it('keeps the working rung, even after a loss', async () => {
    const made = await ready({
      run: (n, rung) => (rung === 'webgpu' ? refuse(rung) : n === 2 ? gpuLost() : answer()),
    })
    await made.engine.call('run', request)
    made.calls.length = 0
    expect(await made.engine.call('run', request)).toBe('answer')
    expect(made.calls).toEqual(['run on webgl', 'open a', 'load webgl -> webgl', 'run on webgl'])
  })

  it('returns to the first rung if all others refuse too, without trying again', async () => {
    const made = await ready({ run: (_, rung) => refuse(rung) })
    await expect(made.engine.call('run', request)).rejects.toMatchObject({
      code: 'run-failed',
      message: expect.stringContaining('webgpu'),
    })
    expect(made.calls.filter((call) => call.startsWith('load'))).toEqual([
      'load auto -> webgl',
      'load auto -> wasm',
      'load auto -> cpu',
      'load webgpu -> webgpu',
    ])
    expect(made.notes).toEqual([])
    made.calls.length = 0
    await expect(made.engine.call('run', request)).rejects.toMatchObject({ code: 'run-failed' })
    expect(made.calls).toEqual(['run on webgpu'])
  })

  it('fails on a pinned rung, with the hint to choose Automatic', async () => {
    const made = await ready({ run: (_, rung) => refuse(rung) }, 'webgl')
    await expect(made.engine.call('run', request)).rejects.toMatchObject({
      hint: expect.stringContaining('Automatic'),
    })
    expect(made.calls).toEqual(['run on webgl'])
  })

  it('does not step down if the input is the cause', async () => {
    const made = await ready({ run: () => Promise.reject(new EngineError('input-shape', 'too small')) })
    await expect(made.engine.call('run', request)).rejects.toMatchObject({ code: 'input-shape' })
    expect(made.calls).toEqual(['run on webgpu'])
  })

  it('steps down once for concurrent refusals', async () => {
    const made = await ready({ run: (_, rung) => (rung === 'webgpu' ? refuse(rung) : answer()) })
    await Promise.all([made.engine.call('run', request), made.engine.call('run', request)])
    expect(made.calls.filter((call) => call === 'run on webgl')).toHaveLength(2)
    expect(made.notes).toHaveLength(1)
  })
})

describe('many runs in one call', () => {
  const rows = [1, 2, 3, 4].map((id) => ({ id, bindings: [], whole: false }))

  it('continue on the next rung from the refused row', async () => {
    const made = await ready({ run: (n, rung) => (n > 1 && rung === 'webgpu' ? refuse(rung) : answer()) })
    const seen: RunAllEvent[] = []
    await made.engine.call('runAll', { session: 's', rows, choices: {} }, { onEvent: (event) => seen.push(event) })
    expect(made.calls).toEqual(['rows 1,2,3,4', 'load auto -> webgl', 'rows 3,4'])
    expect(seen.map((event) => [event.id, 'row' in event && event.row.backend])).toEqual([
      [1, 'webgpu'],
      [2, 'webgpu'],
      [3, 'webgl'],
      [4, 'webgl'],
    ])
  })

  it('report an error for a row that no rung can run, and continue', async () => {
    const calls: string[] = []
    const made = await ready({
      run: (n, rung) => {
        calls.push(rung)
        // Row 1; row 2 on every rung and again on the first one; then rows 3 and 4.
        return n >= 1 && n <= 5 ? refuse(rung) : answer()
      },
    })
    const seen: RunAllEvent[] = []
    await made.engine.call('runAll', { session: 's', rows, choices: {} }, { onEvent: (event) => seen.push(event) })
    expect(calls).toEqual(['webgpu', 'webgpu', 'webgl', 'wasm', 'cpu', 'webgpu', 'webgpu', 'webgpu'])
    expect(seen.map((event) => ['error' in event ? event.error.code : event.row.backend])).toEqual([
      ['webgpu'],
      ['run-failed'],
      ['webgpu'],
      ['webgpu'],
    ])
  })
})
