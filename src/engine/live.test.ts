import { expect, it } from 'vitest'
import type { FrameImage } from '../base/plan.ts'
import type { Runtime } from '../runtime/contract.ts'
import { createHost } from './host.ts'

it('closes its frame when a call fails too', async () => {
  let closed = 0
  const frame = { width: 2, height: 2, close: () => closed++ } as unknown as FrameImage
  const host = createHost({} as Runtime)
  const context = {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    emit: () => undefined,
    ask: () => Promise.reject(new Error('nobody asks')),
  }
  const bindings = [{ input: 'x', source: { kind: 'frame', frame, name: 'Camera' }, dims: {}, settings: [] } as const]
  await expect(host.runLive({ session: 'none', bindings, detail: false }, context)).rejects.toMatchObject({
    code: 'not-loaded',
  })
  expect(closed).toBe(1)
})
