import type { LiveResult } from '../../base/live.ts'
import { LiveRecords } from '../../exports/index.ts'
import { download } from '../download.ts'
import { patch, store } from '../store.ts'

/** Larger recordings are stopped, bytes. */
const largest = 100_000_000

let records: LiveRecords | null = null

/** Begins to keep the results of the live source; an earlier recording that was not saved is gone. */
export function startRecording(): void {
  records = new LiveRecords()
  patch('live', { recording: { on: true, frames: 0, bytes: 0 } })
}

/** Ends the recording; it is kept until it is saved or another one begins. */
export function stopRecording(): void {
  const { recording } = store.getState().live
  if (recording?.on) patch('live', { recording: { on: false, ...sizeOfRecords() } })
}

export function discardRecording(): void {
  records = null
  patch('live', { recording: null })
}

/** Adds a result to the recording, if there is one. `time`: its place in the source, s. */
export function recordResult(result: LiveResult, time: number): void {
  if (records === null || store.getState().live.recording?.on !== true) return
  records.add({ frame: records.count + 1, time, result })
  if (records.bytes > largest) stopRecording()
}

/** Number of recorded results and their size, for the page. */
export function sizeOfRecords() {
  return { frames: records?.count ?? 0, bytes: records?.bytes ?? 0 }
}

/** Saves the recording as a file. */
export function saveRecording(as: 'csv' | 'jsonl'): void {
  if (records === null) return
  const { loaded, current } = { ...store.getState().model }
  const name = loaded?.summary.name ?? current?.name ?? 'glassbox'
  const lines = as === 'csv' ? records.csv() : records.jsonl()
  const type = as === 'csv' ? 'text/csv' : 'application/jsonl'
  download(new Blob([...lines], { type }), `${name}-live.${as}`)
}
