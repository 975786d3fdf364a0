import { formatBytes, formatCount } from '../../base/format.ts'
import { saveRecording, startRecording, stopRecording, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Live.module.css'

/** Records the results of the live source; they are saved only on request. */
export function Recording() {
  const recording = useStore((state) => state.live.recording)
  const phase = useStore((state) => state.live.phase)
  const scanning = useStore((state) => state.live.scan !== null)
  const on = phase === 'running' || phase === 'paused'
  if (scanning || (!on && recording === null)) return null
  const size = recording === null ? '' : `${formatCount(recording.frames, 'result')}, ${formatBytes(recording.bytes)}`
  return (
    <>
      {recording?.on ? (
        <Button testId="record-stop" onClick={stopRecording}>
          End the recording
        </Button>
      ) : on ? (
        <Button testId="record" onClick={startRecording}>
          <span className={styles.dot} aria-hidden="true">
            ●
          </span>{' '}
          Record
        </Button>
      ) : null}
      {recording === null ? null : (
        <span className={styles.note}>
          {recording.on ? (
            <span className={styles.dot} aria-hidden="true">
              ●{' '}
            </span>
          ) : null}
          {size}
        </span>
      )}
      {recording === null || recording.on || recording.frames === 0 ? null : (
        <>
          <Button testId="save-csv" onClick={() => saveRecording('csv')}>
            Save CSV
          </Button>
          <Button testId="save-jsonl" onClick={() => saveRecording('jsonl')}>
            Save JSONL
          </Button>
        </>
      )}
    </>
  )
}
