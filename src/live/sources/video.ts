import type { Size } from '../../base/geometry.ts'
import type { FrameImage } from '../../base/plan.ts'
import type { LiveItem } from '../contract.ts'

/** Frames of a playing video element. */
export class VideoFrames {
  readonly #video: HTMLVideoElement
  readonly #name: string
  /** Shortest time between two frames, s. */
  #shortest = Number.POSITIVE_INFINITY

  constructor(video: HTMLVideoElement, name: string) {
    this.#video = video
    this.#name = name
  }

  get size(): Size | null {
    const { videoWidth: width, videoHeight: height } = this.#video
    return width === 0 ? null : { width, height }
  }

  /** Frames per second, by the shortest time between two of them; `null` until it has played. */
  get rate(): number | null {
    return Number.isFinite(this.#shortest) ? 1 / this.#shortest : null
  }

  /** Calls `onFrame` for each frame that the browser presents; `missed` were presented while the page was busy. */
  listen(onFrame: (missed: number) => void): () => void {
    const video = this.#video
    if (!('requestVideoFrameCallback' in video)) return listenByTime(video, () => onFrame(0))
    let presented: number | null = null
    let before = 0
    let handle = 0
    const next = (_now: number, { presentedFrames, mediaTime }: VideoFrameCallbackMetadata) => {
      handle = video.requestVideoFrameCallback(next)
      const missed = presented === null ? 0 : Math.max(0, presentedFrames - presented - 1)
      if (missed === 0 && presented !== null && mediaTime > before)
        this.#shortest = Math.min(this.#shortest, mediaTime - before)
      before = mediaTime
      presented = presentedFrames
      onFrame(missed)
    }
    handle = video.requestVideoFrameCallback(next)
    return () => video.cancelVideoFrameCallback(handle)
  }

  take(): LiveItem | null {
    const { size } = this
    if (size === null) return null
    const image = frameOf(this.#video, size)
    const time = 'timestamp' in image ? image.timestamp / 1e6 : this.#video.currentTime
    return {
      time,
      source: { kind: 'frame', frame: image, name: this.#name },
      picture: { image, ...size },
      close: () => image.close(),
    }
  }
}

/** For Firefox before 132: a video whose time has changed shows another frame. */
function listenByTime(video: HTMLVideoElement, onFrame: () => void): () => void {
  let shown = -1
  let handle = 0
  const look = () => {
    handle = requestAnimationFrame(look)
    if (video.currentTime === shown) return
    shown = video.currentTime
    onFrame()
  }
  look()
  return () => cancelAnimationFrame(handle)
}

/** The frame that a video shows now; it shares the memory of the video where the browser has `VideoFrame`. */
function frameOf(video: HTMLVideoElement, { width, height }: Size): FrameImage {
  if (typeof VideoFrame !== 'undefined') return new VideoFrame(video)
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0)
  return canvas.transferToImageBitmap()
}
