import { type PlainError, toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { LiveItem } from '../../live/contract.ts'
import { chosenVideo } from '../../live/sources/video-file.ts'
import { begin, end } from '../activity.ts'
import { call } from '../engine.ts'
import { liveBindings } from '../live-inputs.ts'
import { announce, patch, store } from '../store.ts'
import { nextEpoch, stopLive } from './index.ts'
import { recordResult, startRecording, stopRecording } from './recording.ts'

/**
 * Runs every frame of the chosen video, however long that takes, and records the results. What was done before a cancel
 * stays. Never fails.
 */
export async function scanVideo(): Promise<void> {
  const file = chosenVideo()
  if (file === null) return
  stopLive()
  const controller = begin()
  startRecording()
  patch('page', { error: null })
  patch('run', { running: true })
  patch('live', { error: null, scan: 0, epoch: nextEpoch() })
  let error: PlainError | null = null
  let done = 0
  try {
    const { everyFrame } = await import('../../live/sources/every-frame.ts')
    for await (const { item, time, duration } of everyFrame(file, controller.signal)) {
      await run(item, time, controller.signal)
      done++
      patch('live', { scan: Math.min(1, time / duration) })
    }
  } catch (raised) {
    const plain = toPlainError(raised)
    if (plain.code !== 'cancelled') error = plain
  } finally {
    end(controller)
    stopRecording()
    patch('live', { scan: null, error })
  }
  announce(error?.message ?? `${formatCount(done, 'frame')} done.`)
}

async function run(item: LiveItem, time: number, signal: AbortSignal): Promise<void> {
  try {
    const state = store.getState()
    const session = state.model.loaded?.session ?? ''
    const bindings = liveBindings(state, item.source)
    const result = await call('runLive', { session, bindings, choices: state.run.choices, detail: false }, { signal })
    recordResult(result, time)
  } finally {
    item.close()
  }
}
