import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlacedFrame } from '../../live/sources/every-frame.ts'
import { chooseVideo } from '../../live/sources/video-file.ts'
import { cancel } from '../activity.ts'
import { patch, store } from '../store.ts'
import { leaveLive } from './index.ts'
import { scanVideo } from './scan.ts'

const ms = { input: 1, run: 2, readback: 0, result: 1 }
const result = { groups: [], outputs: [], detail: null, compiled: false, ms, memory: 5 }
vi.mock('../engine.ts', () => ({ call: async () => result, engine: () => ({ onRecovery: () => () => undefined }) }))

const video = vi.hoisted(() => ({ closed: 0, given: 0, onFrame: (_: number): void => undefined }))
/** Ten frames a second of a video of one second. */
vi.mock('../../live/sources/every-frame.ts', () => ({
  async *everyFrame(_: File, signal: AbortSignal): AsyncGenerator<PlacedFrame> {
    for (let frame = 0; frame < 10; frame++) {
      video.onFrame(frame)
      signal.throwIfAborted()
      video.given++
      const item = {
        time: frame / 10,
        source: { kind: 'fill', fill: 'zeros', seed: 1 } as const,
        picture: null,
        close: () => video.closed++,
      }
      yield { item, time: frame / 10, duration: 1 }
    }
  },
}))

const began = store.getState()
const live = () => store.getState().live

beforeEach(() => {
  store.setState(began, true)
  patch('model', { phase: 'ready' })
  patch('live', { source: 'video' })
  chooseVideo(new File([], 'a.webm'))
  Object.assign(video, { closed: 0, given: 0, onFrame: () => undefined })
})

describe('every frame of a video', () => {
  it('is run and recorded, whatever the time it takes', async () => {
    await scanVideo()
    expect(live()).toMatchObject({ scan: null, error: null, recording: { on: false, frames: 10 } })
    expect(video.closed).toBe(10)
    expect(store.getState().page.announcement).toBe('10 frames done.')
    expect(store.getState().run.running).toBe(false)
  })
  it('is run until a cancel, and what was recorded stays', async () => {
    video.onFrame = (frame) => frame === 4 && cancel()
    await scanVideo()
    expect(live()).toMatchObject({ scan: null, recording: { frames: 4 } })
    expect(video.closed).toBe(4)
  })
  it('is run no longer once the person goes back to files', async () => {
    video.onFrame = (frame) => frame === 2 && leaveLive()
    await scanVideo()
    expect(video.given).toBe(2)
    expect(live()).toMatchObject({ source: null, scan: null, recording: null })
    expect(store.getState().run.running).toBe(false)
  })
})
