import { EngineError, type PlainError, toPlainError } from '../../base/errors.ts'
import type { Device } from '../contract.ts'

/** How a source is named in messages. */
export interface DeviceWords {
  /** Begins a sentence: `The camera`. */
  readonly name: string
  /** Without an article: `camera`. */
  readonly kind: string
}

/** The browser's interface to cameras, microphones and screens. Raises `device-failed` where it has none. */
export function mediaDevices({ kind }: DeviceWords): MediaDevices {
  // Absent without a secure context.
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (devices === undefined)
    throw new EngineError(
      'device-failed',
      `This browser gives a page a ${kind} only over HTTPS or from localhost.`,
      'Open the page over HTTPS. Files work as before.',
    )
  return devices
}

/** The reason why a device could not be opened, from the exception of `getUserMedia` or `getDisplayMedia`. */
export function openingError(error: unknown, { name, kind }: DeviceWords): EngineError {
  const reason = error instanceof DOMException ? error.name : ''
  if (reason === 'NotAllowedError' || reason === 'SecurityError')
    return new EngineError(
      'device-denied',
      `${name} was not allowed.`,
      `Allow it in the browser's settings for this page (the symbol beside the address), then start again. Files work without it.`,
      error,
    )
  if (reason === 'NotFoundError' || reason === 'OverconstrainedError')
    return new EngineError(
      'device-missing',
      `No ${kind} was found.`,
      'Connect one and start again. Files work without it.',
      error,
    )
  if (reason === 'NotReadableError' || reason === 'AbortError')
    return new EngineError(
      'device-busy',
      `${name} cannot be opened; another program may be using it.`,
      'Close that program and start again.',
      error,
    )
  return new EngineError('device-failed', `${name} could not be opened.`, 'Start it again.', error)
}

/** Why a device stopped by itself. `name` begins the sentence. */
export function endedError(name: string): PlainError {
  const message = `${name} stopped: it was unplugged, or its permission was withdrawn.`
  return toPlainError(new EngineError('device-failed', message, 'Start it again.'))
}

/** The devices of a kind to choose from; those without a label are numbered. Labels are known once permission was given. */
export async function devicesOf(kind: MediaDeviceKind, words: DeviceWords, name: string): Promise<readonly Device[]> {
  const all = await mediaDevices(words).enumerateDevices()
  return all
    .filter((device) => device.kind === kind)
    .map(({ deviceId, label }, place) => ({ id: deviceId, label: label === '' ? `${name} ${place + 1}` : label }))
}
