import { useEffect, useMemo, useState } from 'react'

export interface Player {
  readonly time: number
  readonly isPlaying: boolean
  /** The browser cannot play the file. */
  readonly isSilent: boolean
  seek(time: number): void
  toggle(): void
}

/** Plays a sound from an object URL; without one, only the time moves. `end` is the last time that can be reached, s. */
export function usePlayer(url: string | null, end: number): Player {
  const [time, setTime] = useState(0)
  const [isPlaying, setPlaying] = useState(false)
  const [isSilent, setSilent] = useState(false)
  const audio = useMemo(() => (url === null ? null : new Audio(url)), [url])
  useEffect(() => {
    if (audio === null) return
    const stopped = () => setPlaying(false)
    const started = () => setPlaying(true)
    const failed = () => {
      // A seek that failed is no fault of the file: Chromium's fails now and then in an MP3.
      if (audio.error?.code === MediaError.MEDIA_ERR_NETWORK) audio.load()
      else setSilent(true)
    }
    audio.addEventListener('play', started)
    audio.addEventListener('pause', stopped)
    audio.addEventListener('ended', stopped)
    audio.addEventListener('error', failed)
    return () => {
      audio.pause()
      audio.removeEventListener('play', started)
      audio.removeEventListener('pause', stopped)
      audio.removeEventListener('ended', stopped)
      audio.removeEventListener('error', failed)
      setPlaying(false)
      setSilent(false)
    }
  }, [audio])
  useEffect(() => {
    if (!isPlaying || audio === null) return
    let frame = 0
    const follow = () => {
      setTime(Math.min(audio.currentTime, end))
      frame = requestAnimationFrame(follow)
    }
    follow()
    return () => cancelAnimationFrame(frame)
  }, [audio, isPlaying, end])
  return {
    time,
    isPlaying,
    isSilent: audio === null || isSilent,
    seek: (wanted) => {
      const next = Math.max(0, Math.min(wanted, end))
      if (audio !== null && !audio.paused) audio.currentTime = next
      setTime(next)
    },
    toggle: () => {
      if (audio === null) return
      // A start that is interrupted, by a pause or by another file, is no fault; `error` tells what cannot be played.
      if (!audio.paused) audio.pause()
      else {
        audio.currentTime = time < end ? time : 0
        audio.play().catch(() => undefined)
      }
    },
  }
}
