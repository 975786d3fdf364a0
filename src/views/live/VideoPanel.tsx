import { chosenVideo, videoFile } from '../../live/sources/video-file.ts'
import { cancel, playVideo, scanVideo, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FilePicker } from '../../ui/FilePicker.tsx'
import { ProgressLine } from '../../ui/ProgressLine.tsx'
import styles from './Live.module.css'

/** Chooses a video, and runs it frame by frame. */
export function VideoPanel() {
  const scan = useStore((state) => state.live.scan)
  // The chosen file changes with the phase of the source.
  useStore((state) => state.live.phase)
  const file = chosenVideo()
  const play = (files: FileList) => {
    const [first] = files
    if (first !== undefined) void playVideo(first)
  }
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>
        <FilePicker testId="video-file" accept="video/*" onPick={play}>
          Choose a video
        </FilePicker>
        {file === null ? null : <span className={styles.name}>{file.name}</span>}
      </div>
      {scan !== null ? null : (
        <div className={styles.tools}>
          <Button
            testId="video-scan"
            blocked={file === null}
            aria-describedby="scan-note"
            onClick={() => void scanVideo()}
          >
            Every frame to CSV
          </Button>
          <span id="scan-note" className={styles.note}>
            {videoFile.missing?.() ?? 'runs all frames, however long that takes'}
          </span>
        </div>
      )}
      {scan === null ? null : (
        <>
          <ProgressLine label="Running every frame" value={scan} text={`${Math.round(scan * 100)} %`} />
          <div>
            <Button testId="cancel" onClick={cancel}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
