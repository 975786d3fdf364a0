import type { Size } from '../../base/geometry.ts'
import type { FrameImage } from '../../base/plan.ts'
import type { LiveItem } from '../contract.ts'

/** Frames of a playing video element. */
export class VideoFrames {
  readonly #video: HTMLVideoElement
  readonly #name: string

  constructor(video: HTMLVideoElement, name: string) {
    this.#video = video
    this.#name = name
  }

  get size(): Size | null {
    const { videoWidth: width, videoHeight: height } = this.#video
    return width === 0 ? null : { width, height }
  }

  /** Calls `onFrame` for each frame that the browser presents; `missed` were presented while the page was busy. */
  listen(onFrame: (missed: number) => void): () => void {
    const video = this.#video
    if (!('requestVideoFrameCallback' in video)) return listenByTime(video, () => onFrame(0))
    let presented: number | null = null
    let handle = 0
    const next = (_now: number, { presentedFrames }: VideoFrameCallbackMetadata) => {
      handle = video.requestVideoFrameCallback(next)
      const missed = presented === null ? 0 : Math.max(0, presentedFrames - presented - 1)
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
    return {
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
