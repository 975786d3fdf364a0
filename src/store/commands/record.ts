import { toPlainError } from '../../base/errors.ts'
import { type Recording, startRecording } from '../../live/recorder.ts'
import { announce, patch, store } from '../store.ts'
import { dropFiles } from './drop.ts'

/** A longer recording is stopped, s. */
const longest = 600

let current: Recording | null = null

/** Length and level of the recording, for what is drawn several times a second; `null` if there is none. */
export function recordedSoFar(): { readonly seconds: number; readonly level: number } | null {
  if (current === null) return null
  const seconds = current.seconds()
  if (seconds > longest) void finishSound()
  return { seconds, level: current.level() }
}

/** Starts to record. Never fails: a refusal is the page's error. */
export async function recordSound(): Promise<void> {
  if (store.getState().input.recording !== 'off') return
  patch('input', { recording: 'asking' })
  try {
    current = await startRecording()
    patch('input', { recording: 'on' })
    announce('Recording.')
  } catch (error) {
    patch('input', { recording: 'off' })
    patch('page', { error: toPlainError(error) })
  }
}

/** Ends the recording, and runs it as a file. Never fails. */
export async function finishSound(): Promise<void> {
  const recording = current
  if (recording === null) return
  current = null
  patch('input', { recording: 'off' })
  try {
    const blob = await recording.stop()
    const name = `recording-${new Date().toTimeString().slice(0, 8).replaceAll(':', '')}.wav`
    await dropFiles([{ path: name, file: new File([blob], name, { type: blob.type }) }], 'inputs')
  } catch (error) {
    patch('page', { error: toPlainError(error) })
  }
}

/** Frees the microphone without a file: the model no longer hears. */
export function forgetSound(): void {
  current?.cancel()
  current = null
  patch('input', { recording: 'off' })
}
