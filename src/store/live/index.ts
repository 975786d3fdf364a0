import { type PlainError, toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { type LiveSourceId, liveSource } from '../../live/sources/index.ts'
import { chooseVideo } from '../../live/sources/video-file.ts'
import { begin, cancel, end } from '../activity.ts'
import { inputsOf } from '../bindings.ts'
import { liveFeed, nothingShown } from '../live-feed.ts'
import { liveInput } from '../live-inputs.ts'
import { canStart } from '../selectors.ts'
import { announce, notify, notLive, patch, store } from '../store.ts'
import { discardRecording, stopRecording } from './recording.ts'
import { Running } from './running.ts'

/** The source in use, or the one whose last result is still shown. */
let running: Running | null = null
/** Counts starts and stops, to notice a stop while a permission is asked. */
let turn = 0

let epochs = 0

/** Begins the states of a recurrent model anew. */
export function nextEpoch(): number {
  return ++epochs
}

/** After this time in a hidden tab the device is freed, ms. */
const longestHidden = 60_000

/** Chooses what feeds the model; starts it only if it needs no device. */
export function showLive(source: LiveSourceId): void {
  if (store.getState().live.source === source) return
  leaveLive()
  patch('live', { source })
  const { input } = store.getState()
  const fed = liveInput(store.getState())
  patch('input', { prepared: Object.fromEntries(Object.entries(input.prepared).filter(([name]) => name !== fed)) })
  if (!liveSource(source).continuous && canStart(store.getState()).ok) void startLive()
}

/**
 * Back to files: stops the source, and forgets its result. `why` is the end of a sentence for a source that would have
 * gone on by itself, if no person stopped it.
 */
export function leaveLive(why = ''): void {
  const { source, phase, scan } = store.getState().live
  if (source === null) return
  if (scan !== null) cancel()
  const { label, continuous } = liveSource(source)
  if (why !== '' && continuous && phase !== 'off') notify(`The ${label.toLowerCase()} was stopped, because ${why}.`)
  liveFeed.setState(nothingShown)
  running?.clear()
  running = null
  stopLive()
  discardRecording()
  patch('live', notLive)
  // The count of frames belongs to the source that was left.
  announce('')
}

/** Opens the chosen source and runs its items until it is stopped. Call it from a click. Never fails. */
export async function startLive(): Promise<void> {
  const state = store.getState()
  const { source: id, phase, device } = state.live
  const input = inputsOf(state).find(({ name }) => name === liveInput(state))
  if (id === null || input === undefined || phase !== 'off') return
  const mine = ++turn
  // Stops a batch or a measurement.
  end(begin())
  patch('page', { error: null })
  patch('live', { phase: 'opening', error: null, note: '', figures: null })
  try {
    const source = liveSource(id)
    const feed = await source.open({ device, input })
    if (mine !== turn) {
      feed.close()
      return
    }
    running?.clear()
    patch('live', { epoch: nextEpoch() })
    running = new Running(feed, source.continuous, (error) => stopLive('', error))
    patch('live', { phase: 'running', facts: feed.facts() })
    announce(`${source.label}: live.`)
    void feed.devices().then((devices) => {
      if (mine === turn) patch('live', { devices })
    })
    void feed.ended.then((error) => {
      if (mine === turn) stopLive('', error)
    })
  } catch (error) {
    if (mine === turn) patch('live', { phase: 'off', error: toPlainError(error) })
  }
}

/** Chooses a video file and plays it. */
export async function playVideo(file: File): Promise<void> {
  stopLive()
  chooseVideo(file)
  showLive('video')
  await startLive()
}

/** Stops the source and frees its device; the last result stays. `note` and `error` say why, if no person did it. */
export function stopLive(note = '', error: PlainError | null = null): void {
  const { phase, source } = store.getState().live
  if (phase === 'off') return
  turn++
  running?.stop(error === null)
  stopRecording()
  patch('live', { phase: 'off', note, error })
  if (phase === 'opening') return
  const { drawn = 0 } = store.getState().live.figures ?? {}
  const { item } = liveSource(source ?? 'camera')
  announce(`Stopped after ${formatCount(drawn, item)}.${error === null ? '' : ` ${error.message}`}`)
}

/** Chooses a device; a running source goes on with it. */
export async function chooseDevice(device: string): Promise<void> {
  const on = store.getState().live.phase === 'running'
  if (on) stopLive()
  patch('live', { device })
  if (on) await startLive()
}

export function setMirrored(mirrored: boolean): void {
  patch('live', { mirrored })
}

/** Applies changed settings or readings to the next item. True if a live source is in use. */
export function liveChanged(): boolean {
  const { phase } = store.getState().live
  if (phase === 'off') return false
  running?.settingsChanged()
  return true
}

let hiddenTimer: ReturnType<typeof setTimeout> | undefined

/** Pauses while the tab is hidden, and frees the device after a while. */
export function tabHidden(hidden: boolean): void {
  clearTimeout(hiddenTimer)
  const { phase } = store.getState().live
  if (hidden && phase === 'running') {
    running?.pause()
    patch('live', { phase: 'paused', note: 'Paused while the tab is hidden.' })
    hiddenTimer = setTimeout(() => stopLive('Stopped, because the tab was hidden for a minute.'), longestHidden)
  } else if (!hidden && phase === 'paused') {
    running?.resume()
    patch('live', { phase: 'running', note: '' })
  }
}
