import { EngineError, type PlainError } from '../../base/errors.ts'
import type { Feed } from '../contract.ts'
import { endedError } from './devices.ts'
import { VideoFrames } from './video.ts'

/** Plays the video track of a stream as a feed. `name` begins sentences: `The camera`. */
export async function streamFeed(stream: MediaStream, label: string, name: string): Promise<Feed> {
  const [track] = stream.getVideoTracks()
  const video = document.createElement('video')
  const close = () => {
    for (const each of stream.getTracks()) each.stop()
    video.srcObject = null
  }
  if (track === undefined) {
    close()
    throw new EngineError('device-failed', `${name} gives no picture.`, 'Choose another one.')
  }
  video.muted = true
  video.playsInline = true
  video.srcObject = stream
  try {
    await video.play()
  } catch (error) {
    close()
    throw new EngineError(
      'device-failed',
      `${name} was opened, but its picture does not play.`,
      'Start it again.',
      error,
    )
  }
  const frames = new VideoFrames(video, label)
  const settings = track.getSettings()
  const ended = new Promise<PlainError | null>((resolve) => {
    track.addEventListener('ended', () => resolve(endedError(name)), { once: true })
  })
  return {
    listen: (onItem) => frames.listen(onItem),
    take: () => frames.take(),
    facts: () => ({
      size: frames.size,
      rate: settings.frameRate ?? null,
      device: settings.deviceId ?? null,
      mirrored: false,
    }),
    devices: async () => [],
    ended,
    close,
  }
}
