import { mediaDevices, openingError } from '../devices.ts'

export const words = { name: 'The microphone', kind: 'microphone' }

/** Without the processing that browsers apply for calls, which changes what a model hears. */
const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 }

/**
 * Opens a microphone, the browser's choice if `device` is `null`. Call it from a click, because browsers ask for
 * permission then. Raises `device-denied`, `device-missing`, `device-busy`, `device-failed`.
 */
export function openMicrophone(device: string | null = null): Promise<MediaStream> {
  const which = device === null ? {} : { deviceId: { exact: device } }
  return mediaDevices(words)
    .getUserMedia({ audio: { ...raw, ...which } })
    .catch((error) => {
      throw openingError(error, words)
    })
}
