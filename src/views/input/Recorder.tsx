import { useEffect, useState } from 'react'
import { finishSound, forgetSound, recordedSoFar, recordSound, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Recorder.module.css'

/** Records from the microphone, for models that take sounds. */
export function Recorder() {
  const recording = useStore((state) => state.input.recording)
  if (recording === 'on') return <Going />
  return (
    <p className={styles.recorder}>
      <Button testId="record" blocked={recording === 'asking'} onClick={recordSound}>
        Record
      </Button>
      <span className="muted">
        {recording === 'asking'
          ? 'The browser asks for the microphone …'
          : 'from the microphone; the sound stays in this tab.'}
      </span>
    </p>
  )
}

/** ms between two looks at the level. */
const interval = 100

/** The recording that goes on, with its level. */
function Going() {
  const [now, setNow] = useState(recordedSoFar)
  useEffect(() => {
    const timer = setInterval(() => setNow(recordedSoFar()), interval)
    return () => clearInterval(timer)
  }, [])
  const level = Math.min(1, now?.level ?? 0)
  return (
    <p className={styles.recorder}>
      <Button look="primary" testId="record-stop" onClick={finishSound}>
        Stop
      </Button>
      <span>
        recording <span className="num">{(now?.seconds ?? 0).toFixed(1)} s</span>
      </span>
      <meter className={styles.level} aria-label="Level of the microphone" value={level} />
      <Button look="link" testId="record-cancel" onClick={forgetSound}>
        Cancel
      </Button>
    </p>
  )
}
