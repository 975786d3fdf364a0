import { EngineError, type PlainError, toPlainError } from '../../base/errors.ts'
import type { LiveSource } from '../contract.ts'
import { VideoFrames } from './video.ts'

let chosen: File | null = null

/** Chooses the file that the source plays. */
export function chooseVideo(file: File): void {
  chosen = file
}

export function chosenVideo(): File | null {
  return chosen
}

/** Whether a file is a video by its type or name. */
export function isVideo({ name, type }: { readonly name: string; readonly type: string }): boolean {
  return type.startsWith('video/') || /\.(mp4|m4v|mov|webm|ogv|mkv)$/i.test(name)
}

export const videoFile: LiveSource = {
  id: 'video',
  label: 'Video',
  start: 'Play the video',
  promise: 'Choose a video file, or drop one. The browser plays it in this tab; nothing is uploaded.',
  feeds: 'pictures',
  item: 'frame',
  continuous: true,
  missing: () => (chosen === null ? 'Choose a video file first.' : null),
  open: async () => {
    if (chosen === null) throw new EngineError('device-missing', 'No video was chosen.', 'Choose a video file first.')
    const { video, close } = await openVideo(chosen)
    const ended = new Promise<PlainError | null>((resolve) => {
      video.addEventListener('ended', () => resolve(null), { once: true })
      video.addEventListener('error', () => resolve(toPlainError(unplayable(chosen?.name ?? '', video.error))), {
        once: true,
      })
    })
    try {
      await video.play()
    } catch (error) {
      close()
      throw unplayable(chosen.name, error)
    }
    const frames = new VideoFrames(video, chosen.name)
    return {
      listen: (onItem) => frames.listen(onItem),
      take: () => frames.take(),
      facts: () => ({ size: frames.size, rate: frames.rate, device: null, mirrored: false }),
      devices: async () => [],
      ended,
      close,
    }
  },
}

export interface OpenedVideo {
  /** Paused at its beginning, with its size and duration known. */
  readonly video: HTMLVideoElement
  close(): void
}

/** Opens a video file for playing or seeking. Raises `input-unreadable`. */
export async function openVideo(file: File): Promise<OpenedVideo> {
  const video = document.createElement('video')
  const url = URL.createObjectURL(file)
  const close = () => {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(url)
  }
  video.muted = true
  video.playsInline = true
  video.preload = 'auto'
  try {
    await new Promise<void>((resolve, reject) => {
      video.addEventListener('loadeddata', () => resolve(), { once: true })
      video.addEventListener('error', () => reject(video.error), { once: true })
      video.src = url
    })
  } catch (error) {
    close()
    throw unplayable(file.name, error)
  }
  if (video.videoWidth > 0) return { video, close }
  close()
  throw new EngineError('input-unreadable', `${file.name} has no picture.`, 'Choose a file with a video track.')
}

export function unplayable(name: string, error: unknown): EngineError {
  const hint = 'Save it as MP4 with H.264, or as WebM. What a browser plays depends on the browser and the system.'
  return new EngineError('input-unreadable', `This browser cannot play ${name}.`, hint, error)
}
