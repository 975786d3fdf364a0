import { throwIfAborted } from '../../base/abort.ts'
import type { LiveItem } from '../contract.ts'
import { VideoFrames } from './video.ts'
import { openVideo, unplayable } from './video-file.ts'

/** A frame of a video file, with its place. */
export interface PlacedFrame {
  readonly item: LiveItem
  /** Both in s. */
  readonly time: number
  readonly duration: number
}

/** First step between two frames, s: half of a frame at 60 per second. */
const firstStep = 1 / 120

/**
 * Every frame of a video file in turn, whatever the speed of the model; the caller closes each. A video does not state
 * when its frames are, so it is moved on by less than a frame until its picture is another one. Raises
 * `input-unreadable`, `cancelled`.
 */
export async function* everyFrame(file: File, signal: AbortSignal): AsyncGenerator<PlacedFrame> {
  const { video, close } = await openVideo(file)
  try {
    const frames = new VideoFrames(video, file.name)
    const { duration } = video
    /** The shortest time between two frames so far, s. */
    let shortest = Number.POSITIVE_INFINITY
    let last = Number.NEGATIVE_INFINITY
    let target = 0
    while (target < duration) {
      await seek(video, target, signal, file.name)
      const item = frames.take()
      if (item === null) break
      const { time } = item
      if (time > last) {
        if (Number.isFinite(last)) shortest = Math.min(shortest, time - last)
        last = time
        yield { item, time, duration }
        // Just before the next frame is due, the next step reaches it.
        target = Math.max(target, time) + (Number.isFinite(shortest) ? shortest * 0.75 : firstStep)
      } else {
        item.close()
        target += Number.isFinite(shortest) ? shortest / 2 : firstStep
      }
    }
  } finally {
    close()
  }
}

/** Raises `input-unreadable`, `cancelled`; a damaged file may never say that it was moved. */
async function seek(video: HTMLVideoElement, time: number, signal: AbortSignal, name: string): Promise<void> {
  throwIfAborted(signal)
  const ended = new AbortController()
  const once = { once: true, signal: ended.signal }
  try {
    await new Promise<void>((resolve, reject) => {
      video.addEventListener('seeked', () => resolve(), once)
      video.addEventListener('error', () => reject(unplayable(name, video.error)), once)
      signal.addEventListener('abort', () => resolve(), once)
      video.currentTime = time
    })
  } finally {
    ended.abort()
  }
  throwIfAborted(signal)
}
