import { useEffect, useMemo } from 'react'
import { liveSource } from '../../live/sources/index.ts'
import { canStart, startLive, stopLive, takePicture, useLiveFeed, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import styles from '../input/Input.module.css'
import { Recording } from './Recording.tsx'

/** Starts and stops the live source, where Run is for files. */
export function LiveBar() {
  const state = useStore((whole) => whole)
  const possible = useMemo(() => canStart(state), [state])
  const hasPicture = useLiveFeed(({ picture }) => picture !== null)
  const { source, phase } = state.live
  const on = phase === 'running' || phase === 'paused'
  const continuous = source !== null && liveSource(source).continuous
  useSpace(on && continuous)
  if (source === null) return null
  const missing = liveSource(source).missing?.() ?? null
  return (
    <>
      <div className={styles.buttons}>
        {on && !continuous ? null : on ? (
          <Button look="primary" testId="live-stop" onClick={() => stopLive()}>
            Stop
          </Button>
        ) : (
          <Button
            look="primary"
            testId="live-start"
            blocked={phase === 'opening' || missing !== null || !possible.ok}
            aria-describedby="run-reason"
            onClick={() => void startLive()}
          >
            {liveSource(source).start}
          </Button>
        )}
        {hasPicture ? (
          <Button onClick={() => void takePicture()}>{continuous ? 'Take one picture' : 'Keep as a file'}</Button>
        ) : null}
        <Recording />
      </div>
      <p id="run-reason" className={styles.blocked}>
        {phase === 'opening' ? 'Waiting for the permission …' : on ? possible.reason : (missing ?? possible.reason)}
      </p>
    </>
  )
}

/** The space bar stops the source, except where it has a meaning of its own. */
function useSpace(on: boolean): void {
  useEffect(() => {
    if (!on) return
    const stop = (event: KeyboardEvent) => {
      const { target } = event
      if (event.key !== ' ' || event.defaultPrevented) return
      if (target instanceof Element && target.closest('input, select, textarea, button, summary, a, [role]') !== null)
        return
      event.preventDefault()
      stopLive()
    }
    window.addEventListener('keydown', stop)
    return () => window.removeEventListener('keydown', stop)
  }, [on])
}
