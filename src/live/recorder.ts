import { EngineError } from '../base/errors.ts'
import { openMicrophone } from './sources/microphone/device.ts'
import { wavOf } from './wav.ts'

/** Bits per second; far more than speech or music needs. */
const quality = 256_000

/** A recording that goes on. */
export interface Recording {
  /** So far, s. */
  seconds(): number
  /** The loudest sample of the last moment, 0…1. */
  level(): number
  /** Frees the microphone, and returns what was recorded as WAV. Raises `device-failed`. */
  stop(): Promise<Blob>
  /** Frees the microphone, and forgets what was recorded. */
  cancel(): void
}

/**
 * Records from the microphone. Call it from a click, because browsers ask for permission then. Raises `device-denied`,
 * `device-missing`, `device-busy`, `device-failed`.
 */
export async function startRecording(): Promise<Recording> {
  const stream = await openMicrophone()
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: quality })
  const parts: Blob[] = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve()
  })
  recorder.start()
  const start = performance.now()
  const moment = new Float32Array(analyser.fftSize)
  const free = async () => {
    if (recorder.state !== 'inactive') recorder.stop()
    for (const track of stream.getTracks()) track.stop()
    await Promise.all([stopped, context.close()])
  }
  return {
    seconds: () => (performance.now() - start) / 1000,
    level: () => {
      analyser.getFloatTimeDomainData(moment)
      return moment.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    },
    stop: async () => {
      const { sampleRate } = context
      await free()
      return decoded(new Blob(parts), sampleRate)
    },
    cancel: () => void free(),
  }
}

async function decoded(recorded: Blob, rate: number): Promise<Blob> {
  try {
    const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await recorded.arrayBuffer())
    return wavOf(sound.getChannelData(0), rate)
  } catch (error) {
    throw new EngineError('device-failed', 'Nothing was recorded.', 'Record for a longer time.', error)
  }
}
