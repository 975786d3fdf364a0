import { liveSource } from '../../live/sources/index.ts'
import { isMirrored, type State, useLiveFeed, useStore } from '../../store/index.ts'
import { FrameCanvas } from '../outputs/scene/FrameCanvas.tsx'
import { Outputs } from '../result/Outputs.tsx'
import styles from './Live.module.css'
import { LiveLatency } from './LiveLatency.tsx'

/** The newest result of the live source, drawn with the very picture that it belongs to. */
export function LiveColumn() {
  const source = useStore((state) => state.live.source)
  const phase = useStore((state) => state.live.phase)
  const figures = useStore((state) => state.live.figures)
  const result = useLiveFeed((feed) => feed.result)
  if (source === null) return null
  const { label, continuous, feeds } = liveSource(source)
  const isDrawn = result?.groups.some(({ shown }) => 'frame' in shown.interpretation.data) ?? false
  return (
    <div
      data-testid="live"
      data-state={phase}
      data-view={result?.groups[0]?.shown.interpretation.view}
      data-fps={figures?.rate?.toFixed(1)}
      data-p50={figures?.p50?.toFixed(1)}
      data-overhead={figures?.overhead?.toFixed(1)}
      data-frames={figures?.drawn}
      data-dropped={figures?.dropped}
    >
      {result === null ? (
        <p className={styles.nothing}>{waiting(label, phase, continuous)}</p>
      ) : (
        <>
          {isDrawn || !continuous || feeds === 'sounds' ? null : <Picture />}
          <Outputs result={{ ...result, groups: result.groups.filter(({ open }) => open) }} />
        </>
      )}
      {figures === null ? null : <LiveLatency figures={figures} source={liveSource(source)} />}
    </div>
  )
}

/** The picture of a result whose views do not draw it. */
function Picture() {
  const picture = useLiveFeed((feed) => feed.picture)
  const mirrored = useStore(isMirrored)
  if (picture === null) return null
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height }
  return (
    <div className={styles.picture} style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
      <FrameCanvas picture={picture} part={whole} view={whole} mirrored={mirrored} />
    </div>
  )
}

function waiting(label: string, phase: State['live']['phase'], continuous: boolean): string {
  if (phase === 'off') return `${label}: not started yet. Results appear here.`
  return continuous ? 'Waiting for the first result …' : 'Results appear here as soon as there is a line.'
}
